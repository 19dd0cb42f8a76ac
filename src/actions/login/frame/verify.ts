/** Asks a factor type about an answer, outside any transaction: a hash takes its time and holds nothing meanwhile. */
import { givenFor, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import type { Verdict } from '#factors/factor.ts'
import { TRIES_PER_CODE } from '#rules/throttle/sending.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import type { Challenged } from '#store/logins.ts'

const WRONG: Verdict = { ok: false }

/** A challenge that counts no more (too old, too many tries, never put) makes every answer wrong. */
export async function verify(
  world: World,
  known: Known,
  factor: KnownFactor,
  answer: string,
  sent: Challenged | undefined,
  now: number,
): Promise<Verdict> {
  const type = typeNamed(world, factor.type)
  if (!type) return WRONG
  if (type.challenges && (!sent || now >= sent.validUntil || sent.tries >= TRIES_PER_CODE)) return WRONG
  return type.verify(openSecret(world, known, factor), answer, givenFor(world, known, now), sent?.memo)
}
