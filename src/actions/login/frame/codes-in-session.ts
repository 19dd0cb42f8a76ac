/** Codes inside a session: sent to a contact of one's own and answered there, under the same waits, tries and burning as in a login. */
import { unexplained } from '#actions/login/frame/explained.ts'
import { judged, NO_DOOR, waiting } from '#actions/login/frame/guess.ts'
import { heldHere, lookHere } from '#actions/login/frame/here.ts'
import { sendCode, sentView } from '#actions/login/frame/sending.ts'
import { countTry } from '#actions/login/frame/step.ts'
import { verify } from '#actions/login/frame/verify.ts'
import type { Context } from '#actions/world.ts'
import type { CodeSent } from '#rules/me.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import { TRIES_PER_CODE } from '#rules/throttle/sending.ts'
import type { Tx } from '#store/database.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import type { Holder } from '#store/logins.ts'
import type { OpenSession } from '#store/sessions.ts'

/** Whose session it is. */
export type Inside = { readonly known: Known; readonly session: OpenSession }

const holderOf = ({ id, sent }: OpenSession): Holder => ({ kind: 'session', id, sent })

/** Before any audit row of the act. */
export async function sendInSession(
  context: Context,
  tx: Tx,
  { known, session }: Inside,
  factor: KnownFactor,
): Promise<CodeSent | Refusal> {
  const asker = { known, holder: holderOf(session), address: context.client.address }
  const sent = await sendCode(context.world, tx, asker, factor, 'contact-code')
  return isRefusal(sent) ? sent : { ...sentView(sent), sentAt: new Date(sent.sentAt).toISOString() }
}

/** `explained`: a passcode that was one of another time, and is used up. */
export type NotRight = { readonly refusal: Refusal; readonly explained?: string }

/**
 * Undefined when the answer was right: then it is used up. The factor's row must be there, or nothing could be. `before`:
 * passcodes that were explained while this factor had no row.
 */
export async function answerInSession(
  context: Context,
  tx: Tx,
  { known, session }: Inside,
  factor: KnownFactor,
  { code, before = [] }: { readonly code: string; readonly before?: readonly string[] },
): Promise<NotRight | undefined> {
  const here = await lookHere(context, tx)
  const barred = heldHere(context, known, here, tx.now) ?? waiting(known, factor, NO_DOOR, tx.now)
  if (barred) return { refusal: barred }
  const verdict = await verify(context.world, known, factor, code, session.sent[factor.id], tx.now)
  const result = await judged(context, tx, known, factor, NO_DOOR, unexplained(before, verdict))
  if (result === 'right') return undefined
  if (isRefusal(result)) return { refusal: result, ...('explained' in verdict ? { explained: verdict.explained.burns } : {}) }
  const sent = (await countTry(tx, holderOf(session), factor.id))[factor.id]
  const tries = sent ? { extra: { triesLeft: Math.max(0, TRIES_PER_CODE - sent.tries) } } : {}
  return { refusal: refuse('login/wrong-answer', tries) }
}
