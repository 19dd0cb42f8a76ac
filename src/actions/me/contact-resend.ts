/** Sends the code to a proposed contact again, or, where an administrator proposed it, for the first time. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id } from '#actions/input.ts'
import { sendInSession } from '#actions/login/frame/codes-in-session.ts'
import { withheld } from '#actions/login/frame/facts.ts'
import { proposed } from '#actions/me/contact-prove.ts'
import { asMyself } from '#actions/me/own.ts'
import type { CodeSent } from '#rules/me.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'

export const resendContactCode = action({
  name: 'me.contact.resend',
  about: 'Sends the code to a proposed contact.',
  rest: { method: 'POST', path: '/me/contacts/resend' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id() }),
  run: (context, input): Promise<Outcome<CodeSent>> =>
    asMyself(context, async (tx, mine): Promise<Outcome<CodeSent>> => {
      const contact = proposed(context.world, mine.known, input.id)
      if (isRefusal(contact)) return contact
      if (withheld(context.world, mine.known).includes(contact.type)) return refuse('factor/not-allowed')
      const sent = await sendInSession(context, tx, mine, contact)
      return isRefusal(sent) ? sent : { body: sent }
    }),
})
