/** A new address or number of one's own: on record as proposed, with a code on its way there. It counts once the code has come back. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { isCurrent, keepProposal, proposalOf, typeOf } from '#actions/contact/proposal.ts'
import { text } from '#actions/input.ts'
import { sendInSession } from '#actions/login/frame/codes-in-session.ts'
import { readContact } from '#actions/login/frame/contact.ts'
import { withheld } from '#actions/login/frame/facts.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import type { CodeSent } from '#rules/me.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'

export const proposeContact = action({
  name: 'me.contact.propose',
  about: 'Proposes a new contact of one’s own; a code goes to it.',
  rest: { method: 'POST', path: '/me/contacts', status: 201 },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ kind: z.enum(['mail', 'sms']), value: text(254) }),
  run: (context, input): Promise<Outcome<CodeSent & { id: string }>> =>
    asMyself(context, async (tx, mine): Promise<Outcome<CodeSent & { id: string }>> => {
      const { world } = context
      const { known } = mine
      const type = typeOf(world, input.kind)
      if (!type || withheld(world, known).includes(type.name)) return refuse('factor/not-allowed')
      const typed = await readContact(world, known, type, input.value, tx.now)
      if (isRefusal(typed)) return typed
      if (isCurrent(world, known, type, typed)) return refuse('contact/same')
      const proposal = proposalOf(world, known, type, typed, { now: tx.now, takesOverAt: null })
      // What may not be sent is not proposed either: a change that nobody can prove would only stand around.
      const sent = await sendInSession(context, tx, mine, proposal)
      if (isRefusal(sent)) return sent
      await keepProposal(tx, known, proposal)
      recordOwn(context, tx, known, `contact proposed ${type.name}`, { by: 'self' })
      return { body: { id: proposal.id, ...sent } }
    }),
})
