/** Answers what the login asks: the second door. What is slow is verified in parallel; all is counted serially and decided on what is then. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id, usernameKey } from '#actions/input.ts'
import type { Judgement } from '#actions/login/frame/explained.ts'
import { typeNamed, unchanged } from '#actions/login/frame/facts.ts'
import { doorOf, judged, NO_DOOR, type PasswordScope, waiting } from '#actions/login/frame/guess.ts'
import { type Here, heldHere, nameDigest } from '#actions/login/frame/here.ts'
import { countTry, glance, holderOf, type Move, named, type Running, step } from '#actions/login/frame/step.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { withLogin, wrongAnswer } from '#actions/login/frame/wrong.ts'
import type { Context } from '#actions/world.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Proof } from '#rules/proof.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import type { KnownFactor } from '#store/known.ts'
import type { Found } from '#store/lookups.ts'

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
    const found = await named(context)
    if (isRefusal(found)) return found
    const quick = await quickly(context, found, input)
    return quick === SLOW ? slowly(context, found, input) : quick
  },
})

type Input = { readonly factor: string; readonly code: string }
type Judge = (at: Running, held: KnownFactor, now: number) => Promise<Judgement>

const SLOW = Symbol('slow')
const factorIn = ({ known }: Running, id: string): KnownFactor | undefined => known.factors.find((f) => f.id === id)

/** Codes are judged in no time, so all of it is done under the lock; what would take long is not even begun there. */
async function quickly(context: Context, found: Found, input: Input): Promise<Outcome<PublicLogin> | typeof SLOW> {
  let slow = false
  const done = await step(context, found, async (tx, at, here) => {
    const held = factorIn(at, input.factor)
    slow = held !== undefined && typeNamed(context.world, held.type)?.slow === true
    if (slow) return refuse('login/not-asked')
    const judge: Judge = (at, held, now) => verify(context.world, at.known, held, input.code, at.login.sent[held.id], now)
    return move({ context, tx, at, here }, input, NO_DOOR, judge)
  })
  return slow ? SLOW : done
}

/** A password, in a step-up: judged before anything is locked, then held against what is by then. */
async function slowly(context: Context, found: Found, input: Input): Promise<Outcome<PublicLogin>> {
  const { world } = context
  const before = await glance(context, found)
  if (isRefusal(before)) return before
  const { known } = before.at
  const door = doorOf(context, known, nameDigest(world, usernameKey(known.user.username)))
  const factor = factorIn(before.at, input.factor)
  const verdict: Judgement = factor ? await verify(world, known, factor, input.code, undefined, before.now) : { ok: false }
  // A secret that was replaced while this answer was judged makes it wrong.
  const judge: Judge = async (at, held) => (factor && unchanged(world, at.known, held, factor) ? verdict : { ok: false })
  return step(context, found, (tx, at, here) => move({ context, tx, at, here }, input, door, judge), door.scope)
}

type Moment = { readonly context: Context; readonly tx: Tx; readonly at: Running; readonly here: Here }

async function move({ context, tx, at, here }: Moment, input: Input, door: PasswordScope, judge: Judge): Promise<Move | Refusal> {
  const held = factorIn(at, input.factor)
  const ifWrong = wrongAnswer(at, tx.now)
  const answered = { type: 'answered', factor: input.factor } as const
  const barred = heldHere(context, at.known, here, tx.now) ?? (held && waiting(at.known, held, door, tx.now))
  if (barred) return barred
  // What was not asked is not judged: nothing is burned by it, and the machine says what it is worth.
  if (!held || !offered(at).some((o) => o.factor === held.id)) return { event: { ...answered, verdict: 'wrong' }, ifWrong }
  const result = await judged(context, tx, at.known, held, door, await judge(at, held, tx.now))
  if (isRefusal(result)) return withLogin(context.world, tx, at, result)
  const sent = result === 'right' ? at.login.sent : await countTry(tx, holderOf(at.login), held.id)
  return { event: { ...answered, verdict: result }, ifWrong, sent }
}

function offered({ state, facts }: Running): readonly Proof[] {
  const step = next(state, facts)
  if (step.kind === 'answer') return step.factors
  if (step.kind === 'prove-contact') return step.contacts
  return step.kind === 'nothing' ? facts.held : []
}
