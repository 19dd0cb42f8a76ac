/**
 * A wrong passcode that is the right one of another time: the person is told how far the phone's clock is off, and that
 * passcode is used up for good. It opens nothing, and it is not counted as a guess, a few times a day.
 */
import { record } from '#actions/audit/record.ts'
import type { World } from '#actions/world.ts'
import type { Explained, Verdict } from '#factors/factor.ts'
import type { ClockOff } from '#rules/login/shape.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { mayExplain, NO_FAILURES, QUIET_MS } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import { burnUnused } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { count, ofClock } from '#store/tallies.ts'

/** A verdict, and why a wrong answer was wrong, where the type knows. */
export type Judgement = Verdict | { readonly ok: false; readonly explained: Explained }

/** A passcode that was explained is used up: it is neither explained nor accepted again. `before`: what an enrolment remembers of them. */
export function unexplained(before: readonly string[] | undefined, verdict: Judgement): Judgement {
  const burns = verdict.ok ? verdict.burns : 'explained' in verdict ? verdict.explained.burns : undefined
  return burns !== undefined && before?.includes(burns) ? { ok: false } : verdict
}

/** Undefined where there is nothing to explain: no such passcode, one that was used already, or explained too often. */
export async function explained(
  world: World,
  tx: Tx,
  known: Known,
  factor: KnownFactor,
  judgement: Judgement,
): Promise<Refusal | undefined> {
  if (judgement.ok || !('explained' in judgement)) return undefined
  const why = judgement.explained
  const scope = ofClock(factor.id)
  if (!mayExplain(known.tallies[scope] ?? NO_FAILURES, tx.now)) return undefined
  if (!(await burnUnused(tx, factor.id, why, tx.now))) return undefined
  await count(tx, known.user.id, scope, tx.now, QUIET_MS)
  const clock: ClockOff = { offBySeconds: why.offBySeconds }
  record(world, tx, tx.now, { act: `clock off ${factor.type}`, subject: known.user, actor: 'anyone', data: clock })
  return refuse('login/wrong-answer', { extra: { clock } })
}
