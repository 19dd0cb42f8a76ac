/** Answers what the login asks: the second door. Verified in parallel, counted serially, decided on what is then. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id, usernameKey } from '#actions/input.ts'
import { unchanged } from '#actions/login/frame/facts.ts'
import { doorOf, judged, nameDigest, waiting } from '#actions/login/frame/guess.ts'
import { countTry, glance, type Move, named, type Running, step } from '#actions/login/frame/step.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { wrongAnswer } from '#actions/login/frame/wrong.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Proof } from '#rules/proof.ts'
import { isRefusal, type Refusal } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'

export const answerLogin = action({
  name: 'login.answer',
  about: 'Answers with a code, a passcode, a recovery code or, in a step-up, the password.',
  rest: { method: 'POST', path: '/logins/current/answer' },
  may: 'login',
  input: z.strictObject({
    factor: id(),
    code: z
      .string()
      .min(1)
      .max(1024)
      .refine((s) => s.isWellFormed() && !s.includes('\u0000')),
  }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const { world } = context
    const found = await named(context)
    if (isRefusal(found)) return found
    const factorIn = (at: Running) => at.known.factors.find((f) => f.id === input.factor)
    const before = await glance(context, found)
    if (isRefusal(before)) return before
    const door = doorOf(context, before.at.known, nameDigest(world, usernameKey(before.at.known.user.username)))
    const factor = factorIn(before.at)
    const sent = before.at.login.sent[input.factor]
    const verdict = factor ? await verify(world, before.at.known, factor, input.code, sent, before.now) : { ok: false as const }

    const move = async (tx: Tx, at: Running): Promise<Move | Refusal> => {
      const held = factorIn(at)
      const answered = { type: 'answered', factor: input.factor } as const
      if (!held) return { event: { ...answered, verdict: 'wrong' }, ifWrong: wrongAnswer(at, tx.now) }
      const barred = waiting(at.known, held, door, tx.now)
      if (barred) return barred
      // A secret or a code that was replaced while this answer was judged makes it wrong.
      const same = factor !== undefined && unchanged(world, at.known, held, factor) && at.login.sent[held.id]?.message === sent?.message
      // What was not asked is not judged: nothing is burned by it, and the machine says what it is worth.
      if (!offered(at).some((o) => o.factor === held.id))
        return { event: { ...answered, verdict: 'wrong' }, ifWrong: wrongAnswer(at, tx.now) }
      const result = await judged(context, tx, at.known, held, door, same ? verdict : { ok: false })
      const sentNow = result === 'right' ? at.login.sent : await countTry(tx, at, held.id)
      return { event: { ...answered, verdict: result }, ifWrong: wrongAnswer(at, tx.now), sent: sentNow }
    }
    return step(context, found, move, door.scope)
  },
})

function offered({ state, facts }: Running): readonly Proof[] {
  const step = next(state, facts)
  if (step.kind === 'answer') return step.factors
  if (step.kind === 'prove-contact') return step.contacts
  return step.kind === 'nothing' ? facts.held : []
}
