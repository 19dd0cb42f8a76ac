/** Begins an enrolment inside the login: a secret for an app, a code to the mailbox, or, where that was just proven, nothing more. */
import { z } from 'zod'
import { action, type Done, type Outcome } from '#actions/action.ts'
import { text } from '#actions/input.ts'
import { givenFor, openSecret, sealEnrolment, typeNamed } from '#actions/login/frame/facts.ts'
import { sendCode, sentView } from '#actions/login/frame/sending.ts'
import { holderOf, named, type Running, running, settle } from '#actions/login/frame/step.ts'
import type { Context } from '#actions/world.ts'
import { next } from '#rules/login/next.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import { type KnownFactor, lockKnown } from '#store/known.ts'
import { saveEnrolment } from '#store/logins.ts'

/** What waits for its confirmation: a new secret, or a contact on record that is being chosen. */
export type Pending = { readonly id: string; readonly type: string; readonly secret: unknown; readonly stored: boolean }

type Begun = Readonly<Record<string, unknown>>

export const enrolLogin = action({
  name: 'login.enrol',
  about: 'Begins enrolling a second factor; what it shows is shown once.',
  rest: { method: 'POST', path: '/logins/current/enrolment' },
  may: 'login',
  input: z.strictObject({ type: text(40) }),
  async run(context, input): Promise<Outcome<Begun>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    return context.world.store.inAccount(found.account, async (tx): Promise<Outcome<Begun>> => {
      const at = running(context, await lockKnown(tx, { user: found.userId, login: found.id }), tx.now)
      if (isRefusal(at)) return at
      const step = next(at.state, at.facts)
      const type = typeNamed(context.world, input.type)
      if (step.kind !== 'enrol' || !type || !step.types.includes(type.name)) return refuse('login/not-asked')
      const stored = type.contact ? at.known.factors.find((f) => f.type === type.name && f.usable && f.disabledAt === null) : undefined
      if (type.contact) return stored ? contact(context, tx, at, stored) : refuse('login/contact-unavailable')
      const enrolled = await type.enrol(givenFor(context.world, at.known, tx.now), '')
      const pending: Pending = { id: newId('fac', tx.now), type: type.name, secret: enrolled.secret, stored: false }
      await saveEnrolment(tx, at.login.id, sealEnrolment(context.world, at.known, pending))
      return { body: enrolled.show }
    })
  },
})

/** A mailbox on record: chosen at once if this login has just proven it, else by a code sent there. */
async function contact(context: Context, tx: Tx, at: Running, factor: KnownFactor): Promise<Done<Begun> | Refusal> {
  const secret = openSecret(context.world, at.known, factor)
  const pending: Pending = { id: factor.id, type: factor.type, secret, stored: true }
  if (at.state.proofs.some((p) => p.factor === factor.id)) {
    const proof = at.facts.contacts.find((c) => c.factor === factor.id)
    if (!proof) return refuse('login/contact-unavailable')
    const done = await settle(context, tx, at, {
      event: { type: 'enrolled', proof, verdict: 'right' },
      carry: { bind: { ...pending, label: '', notify: false } },
    })
    return isRefusal(done) ? done : { body: { proven: true, login: done.body }, ...(done.tokens ? { tokens: done.tokens } : {}) }
  }
  const sent = await sendCode(context.world, tx, { known: at.known, holder: holderOf(at.login) }, factor, 'contact-code')
  if (isRefusal(sent)) return sent
  await saveEnrolment(tx, at.login.id, sealEnrolment(context.world, at.known, pending))
  return { body: sentView(sent) }
}
