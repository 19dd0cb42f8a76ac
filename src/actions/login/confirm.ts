/** Ends an enrolment: the first right code binds the factor, and is used up by it. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import type { Pending } from '#actions/login/enrol.ts'
import { asKnown, openEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { judged, NO_DOOR, waiting } from '#actions/login/frame/guess.ts'
import { countTry, holderOf, type Move, named, type Running, step } from '#actions/login/frame/step.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { wrongAnswer } from '#actions/login/frame/wrong.ts'
import type { Context } from '#actions/world.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Proof } from '#rules/proof.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor, removeFactor } from '#store/factors.ts'
import type { KnownFactor } from '#store/known.ts'

export const confirmEnrolment = action({
  name: 'login.confirm-enrolment',
  about: 'Confirms an enrolment with the first code.',
  rest: { method: 'POST', path: '/logins/current/enrolment/confirm' },
  may: 'login',
  input: z.strictObject({
    code: z
      .string()
      .min(1)
      .max(64)
      .refine((s) => s.isWellFormed() && !s.includes('\u0000')),
  }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    return step(context, found, (tx, at) => confirm(context, tx, at, input.code))
  },
})

async function confirm(context: Context, tx: Tx, at: Running, code: string): Promise<Move | Refusal> {
  const { world } = context
  if (at.login.enrolment === null) return refuse('login/no-enrolment')
  // Confirmed already, here or in another login: what is no longer asked is neither judged nor counted.
  if (!['enrol', 'refuse'].includes(next(at.state, at.facts).kind)) return refuse('login/not-asked')
  const pending = openEnrolment(world, at.known, at.login.enrolment) as Pending
  const type = typeNamed(world, pending.type)
  if (!type) return refuse('login/no-enrolment')
  const factor: KnownFactor =
    at.known.factors.find((f) => f.id === pending.id) ??
    asKnown({ id: pending.id, type: pending.type, label: '', secret: sealSecret(world, at.known, pending.secret), state: 'stored' }, tx.now)
  const barred = waiting(at.known, factor, NO_DOOR, tx.now)
  if (barred) return barred
  const sent = at.login.sent[factor.id]
  const verdict = await verify(world, at.known, factor, code, sent, tx.now)
  // The row must be there before its first answer can be burned; it goes again if the answer was wrong.
  const proof: Proof = { type: type.name, factor: factor.id, alone: type.alone, withPassword: type.withPassword }
  if (!pending.stored) await insertFactor(tx, { ...factor, user: at.known.user.id, state: 'stored', provenAt: null }, tx.now)
  const result = await judged(context, tx, at.known, factor, NO_DOOR, verdict)
  if (!pending.stored && result !== 'right') await removeFactor(tx, factor.id)
  const sentNow = result === 'right' ? at.login.sent : await countTry(tx, holderOf(at.login), factor.id)
  const bind = { id: factor.id, type: type.name, label: factor.label, secret: pending.secret, stored: true, notify: !pending.stored }
  return { event: { type: 'enrolled', proof, verdict: result }, carry: { bind }, ifWrong: wrongAnswer(at, tx.now), sent: sentNow }
}
