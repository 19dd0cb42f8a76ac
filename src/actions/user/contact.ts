/** An administrator proposes another contact for a user: it counts when its owner proves it, or after 72 hours in which nobody said no (MW-15). */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { isCurrent, keepProposal, proposalOf, typeOf, VETO_MS } from '#actions/contact/proposal.ts'
import { tellOfContact } from '#actions/contact/telling.ts'
import { id, text } from '#actions/input.ts'
import { readContact } from '#actions/login/frame/contact.ts'
import { hintOf, withheld } from '#actions/login/frame/facts.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { lockKnown } from '#store/known.ts'
import { permissionsOf } from '#store/users.ts'

export const proposeContactFor = action({
  name: 'user.contact.propose',
  about: 'Proposes another contact for a user; the one on record goes on working meanwhile.',
  rest: { method: 'PUT', path: '/users/{id}/contacts' },
  may: 'users.edit',
  fresh: 300,
  input: z.strictObject({ id: id(), kind: z.enum(['mail', 'sms']), value: text(254), reason: text(500) }),
  async run({ world, session, client }, input): Promise<Outcome<{ id: string; takesOverAt: string }>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<{ id: string; takesOverAt: string }>> => {
      const known = await lockKnown(tx, { user: input.id })
      // One's own contact is changed by proving the new one, not by waiting.
      if (!known || known.user.id === session.userId) return refuse('record/unknown', { extra: { what: 'user' } })
      const above = (await permissionsOf(tx, known.user.id)).find((p) => !session.permissions.includes(p))
      if (above !== undefined) return refuse('permission/missing', { extra: { permission: above } })
      const type = typeOf(world, input.kind)
      if (!type || withheld(world, known).includes(type.name)) return refuse('factor/not-allowed')
      const typed = await readContact(world, known, type, input.value, tx.now)
      if (isRefusal(typed)) return typed
      if (isCurrent(world, known, type, typed)) return refuse('contact/same')
      const takesOverAt = tx.now + VETO_MS
      const proposal = proposalOf(world, known, type, typed, { now: tx.now, takesOverAt })
      await keepProposal(tx, known, proposal)
      record(world, tx, tx.now, {
        act: `contact proposed ${type.name}`,
        subject: known.user,
        actor: session.userId,
        data: { by: 'administrator', reason: input.reason },
        personal: { to: hintOf(world, known, proposal), agent: client.agent, address: client.address },
      })
      await tellOfContact(world, tx, known, proposal, 'contact-proposed', 'administrator')
      return { body: { id: proposal.id, takesOverAt: new Date(takesOverAt).toISOString() } }
    })
  },
})
