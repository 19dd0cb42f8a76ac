/** Asks a factor type about an answer, outside any transaction: a hash takes its time and holds nothing meanwhile. */
import type { Judgement } from '#actions/login/frame/explained.ts'
import { givenFor, openSecret, opens, typeNamed } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import { TRIES_PER_CODE } from '#rules/throttle/sending.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import type { Challenged } from '#store/logins.ts'

const WRONG: Judgement = { ok: false }

/** A challenge that counts no more (too old, too many tries, never put) makes every answer wrong; so does a secret that does not open. */
export async function verify(
  world: World,
  known: Known,
  factor: KnownFactor,
  answer: string,
  sent: Challenged | undefined,
  now: number,
): Promise<Judgement> {
  const type = typeNamed(world, factor.type)
  if (!type || !opens(world, known, factor)) return WRONG
  if (type.challenges && (!sent || now >= sent.validUntil || sent.tries >= TRIES_PER_CODE)) return WRONG
  const [secret, given] = [openSecret(world, known, factor), givenFor(world, known, now)]
  const verdict = await type.verify(secret, answer, given, sent?.memo)
  const why = verdict.ok ? undefined : type.explain?.(secret, answer, given)
  return why ? { ok: false, explained: why } : verdict
}
