/** Proves a proposed contact by the code that went there: it takes the place of the one before, at once. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { takeOver } from '#actions/contact/take-over.ts'
import { id, text } from '#actions/input.ts'
import { answerInSession } from '#actions/login/frame/codes-in-session.ts'
import { typeNamed } from '#actions/login/frame/facts.ts'
import { asMyself } from '#actions/me/own.ts'
import { meView } from '#actions/me/view.ts'
import type { World } from '#actions/world.ts'
import type { Me } from '#rules/me.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Known, KnownFactor } from '#store/known.ts'

export const proveContact = action({
  name: 'me.contact.prove',
  about: 'Proves a proposed contact with the code that was sent there.',
  rest: { method: 'POST', path: '/me/contacts/prove' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id(), code: text(64) }),
  run: (context, input): Promise<Outcome<Me>> =>
    asMyself(context, async (tx, mine): Promise<Outcome<Me>> => {
      const { world, client } = context
      const { known, session } = mine
      const contact = proposed(world, known, input.id)
      if (isRefusal(contact)) return contact
      const wrong = await answerInSession(context, tx, mine, contact, { code: input.code })
      if (wrong) return wrong.refusal
      const personal = { agent: client.agent, address: client.address }
      const now = await takeOver(world, tx, known, contact, { proven: true, actor: known.user.id, personal })
      return { body: await meView(world, tx, { known: now, session }) }
    }),
})

/** A contact of one's own that waits for its proof. One that took over already is no secret to its owner. */
export function proposed(world: World, known: Known, id: string): KnownFactor | Refusal {
  const contact = known.factors.find((f) => f.id === id && typeNamed(world, f.type)?.contact !== undefined)
  if (!contact) return refuse('record/unknown', { extra: { what: 'contact' } })
  return contact.state === 'proposed' ? contact : refuse('contact/none')
}
