/** Withdraws a proposed contact, or takes the mobile number off the record where no sign-in needs it. The mailbox stays: it can only be changed. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id } from '#actions/input.ts'
import { typeNamed } from '#actions/login/frame/facts.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { enough, without } from '#actions/me/remove-factor.ts'
import { notice } from '#actions/message/notify.ts'
import { refuse } from '#rules/refusals.ts'
import { removeFactor } from '#store/factors.ts'
import { setWay } from '#store/users.ts'

export const removeContact = action({
  name: 'me.contact.remove',
  about: 'Withdraws a proposed contact or removes the mobile number.',
  rest: { method: 'DELETE', path: '/me/contacts/{id}', status: 204 },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id() }),
  run: (context, input): Promise<Outcome<null>> =>
    asMyself(context, async (tx, { known }): Promise<Outcome<null>> => {
      const { world } = context
      const contact = known.factors.find((f) => f.id === input.id && typeNamed(world, f.type)?.contact !== undefined)
      if (!contact) return refuse('record/unknown', { extra: { what: 'contact' } })
      const withdrawn = contact.state === 'proposed'
      const left = withdrawn ? known : without(known, contact)
      // Of a kind that nobody can type where none is, the last one would be gone for good.
      if (!withdrawn && (typeNamed(world, contact.type)?.typed !== true || !enough(world, left, tx.now))) return refuse('factor/last')
      await removeFactor(tx, contact.id)
      if (left.user.way !== known.user.way) await setWay(tx, known.user.id, left.user.way)
      recordOwn(context, tx, known, `contact ${withdrawn ? 'withdrawn' : 'removed'} ${contact.type}`)
      if (!withdrawn) await notice(world, tx, known, 'contact-changed', { contact: contact.type, by: 'self' }, tx.now)
      return { body: null }
    }),
})
