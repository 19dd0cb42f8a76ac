/** What a wrong answer is answered with: the login inside, and a wait where there were too many. */
import { picture } from '#actions/login/frame/picture.ts'
import type { Running } from '#actions/login/frame/step.ts'
import type { World } from '#actions/world.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { failedOnce, SECOND as LIMITS, NO_FAILURES, waitOf } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import { SECOND } from '#store/tallies.ts'

export const wrongAnswer =
  ({ known }: Running, now: number) =>
  (login: PublicLogin, ended: boolean): Refusal => {
    if (!ended) return refuse('login/wrong-answer', { extra: { login } })
    const wait = waitOf(failedOnce(known.tallies[SECOND] ?? NO_FAILURES, now), LIMITS, now)
    return refuse('login/wait', { retryAfter: Math.max(1, Math.ceil(wait / 1000)), extra: { login } })
  }

/** A passcode that was explained instead of counted: the login stands as it stood, and is told beside it. */
export async function withLogin(world: World, tx: Tx, { known, login }: Running, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== 'login/wrong-answer') return refusal
  return { ...refusal, extra: { ...refusal.extra, login: await picture(world, tx, known, login) } }
}
