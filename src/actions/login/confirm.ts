/** Ends an enrolment: the first right code binds the factor, and is used up by it. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import type { Pending } from '#actions/login/enrol.ts'
import { type Judgement, unexplained } from '#actions/login/frame/explained.ts'
import { asKnown, openEnrolment, sealEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { judged, NO_DOOR, waiting } from '#actions/login/frame/guess.ts'
import { type Here, heldHere } from '#actions/login/frame/here.ts'
import { countTry, holderOf, type Move, named, type Running, step } from '#actions/login/frame/step.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { withLogin, wrongAnswer } from '#actions/login/frame/wrong.ts'
import type { Context } from '#actions/world.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Proof } from '#rules/proof.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor, removeFactor } from '#store/factors.ts'
import type { KnownFactor } from '#store/known.ts'
import { saveEnrolment } from '#store/logins.ts'

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
    return step(context, found, (tx, at, here) => confirm({ context, tx, at, here }, input.code))
  },
})

type Moment = { readonly context: Context; readonly tx: Tx; readonly at: Running; readonly here: Here }

async function confirm({ context, tx, at, here }: Moment, code: string): Promise<Move | Refusal> {
  const { world } = context
  if (at.login.enrolment === null) return refuse('login/no-enrolment')
  const pending = openEnrolment(world, at.known, at.login.enrolment) as Pending
  const type = typeNamed(world, pending.type)
  if (!type) return refuse('login/no-enrolment')
  const proof: Proof = { type: type.name, factor: pending.id, alone: type.alone, withPassword: type.withPassword }
  // Confirmed already, not allowed any more, or at an end: what is no longer asked is neither judged nor counted, and leaves no row.
  const step = next(at.state, at.facts)
  if (step.kind === 'refuse') return { event: { type: 'enrolled', proof, verdict: 'wrong' } }
  if (step.kind !== 'enrol' || !step.types.includes(type.name)) return refuse('login/not-asked')
  const recorded = at.known.factors.find((f) => f.id === pending.id)
  // The contact that was chosen has been changed since.
  if (pending.stored && !recorded) return refuse('login/no-enrolment')
  const factor: KnownFactor =
    recorded ??
    asKnown({ id: pending.id, type: pending.type, label: '', secret: sealSecret(world, at.known, pending.secret), state: 'stored' }, tx.now)
  const barred = heldHere(context, at.known, here, tx.now) ?? waiting(at.known, factor, NO_DOOR, tx.now)
  if (barred) return barred
  const verdict = await verify(world, at.known, factor, code, at.login.sent[factor.id], tx.now)
  // The row must be there before its first answer can be burned; it goes again if the answer was not right.
  if (!pending.stored) await insertFactor(tx, { ...factor, user: at.known.user.id, state: 'stored', provenAt: null }, tx.now)
  const result = await judged(context, tx, at.known, factor, NO_DOOR, unexplained(pending.explained, verdict))
  if (!pending.stored && result !== 'right') await removeFactor(tx, factor.id)
  if (isRefusal(result)) {
    await remember({ context, tx, at }, pending, verdict)
    return withLogin(world, tx, at, result)
  }
  if (!pending.stored && type.contact && result === 'right') await removeUnusable(tx, at, type.name)
  const sentNow = result === 'right' ? at.login.sent : await countTry(tx, holderOf(at.login), factor.id)
  const bind = { id: factor.id, type: type.name, label: factor.label, secret: pending.secret, stored: true, notify: !pending.stored }
  return { event: { type: 'enrolled', proof, verdict: result }, carry: { bind }, ifWrong: wrongAnswer(at, tx.now), sent: sentNow }
}

/** A number that reached nobody any more gives way to the one that was just proven. */
const removeUnusable = (tx: Tx, { known }: Running, type: string): Promise<unknown> =>
  Promise.all(known.factors.filter((f) => f.type === type && f.state !== 'proposed').map((f) => removeFactor(tx, f.id)))

/** The row in which an explained passcode was used up has gone again: the enrolment remembers it until its secret has one that stays. */
async function remember({ context, tx, at }: Omit<Moment, 'here'>, pending: Pending, verdict: Judgement): Promise<void> {
  if (verdict.ok || !('explained' in verdict)) return
  const now: Pending = { ...pending, explained: [...(pending.explained ?? []), verdict.explained.burns] }
  await saveEnrolment(tx, at.login.id, sealEnrolment(context.world, at.known, now))
}
