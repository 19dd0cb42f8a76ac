/** A contact as somebody typed it: read by its type under the account's rules, and made into what is kept. Whether it is theirs is proven by a code. */
import { givenFor } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import type { FactorType } from '#factors/factor.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { reachOf } from '#rules/throttle/countries.ts'
import type { Known } from '#store/known.ts'

/** The secret to keep, and the contact in one spelling, for telling two of them apart. */
export type TypedContact = { readonly secret: unknown; readonly plain: string }

export async function readContact(
  world: World,
  known: Known,
  type: FactorType,
  typed: string,
  now: number,
): Promise<TypedContact | Refusal> {
  if (!type.read) return refuse('factor/not-allowed')
  const read = type.read(typed, reachOf(known.account.sms, known.account.language))
  if ('problem' in read) return refuse(read.problem, read.extra ? { extra: read.extra } : {})
  const { secret } = await type.enrol(givenFor(world, known, now), read.value)
  return { secret, plain: plainOf(type, secret) }
}

/** Addresses differ by case only where nobody's mail server does. */
export const plainOf = (type: FactorType, secret: unknown): string => (type.to?.(secret) ?? '').toLowerCase()
