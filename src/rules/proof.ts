/** A proof: one factor a person has shown during a login, when, and what that is worth. Plain data. */

/** How sure we may be of a person. The order of the list is the order of strength. */
export const STRENGTHS = ['none', 'password', 'two-step', 'strong', 'phishing-resistant'] as const
export type Strength = (typeof STRENGTHS)[number]

export type Proof = {
  /** The factor type, a method: `totp`. */
  readonly type: string
  /** The factor, one bound thing of a user: its id. */
  readonly factor: string
  readonly alone: Strength
  readonly withPassword: Strength
  /** When it was shown, in milliseconds since 1970. Absent while the factor is only held. */
  readonly at?: number
}

export const isPassword = (proof: Proof): boolean => proof.type === 'password'

/** Whether `a` is at least as strong as `b`. An unknown strength is weaker than any. */
export const atLeast = (a: Strength, b: Strength): boolean => STRENGTHS.includes(b) && STRENGTHS.indexOf(a) >= STRENGTHS.indexOf(b)

/** The stronger of two. */
export const stronger = (a: Strength, b: Strength): Strength => (atLeast(a, b) ? a : b)

/** The best proof counts, and counts for more beside the password. Two codes from two phones are worth one. */
export function strength(proofs: readonly Proof[]): Strength {
  const worth = proofs.some(isPassword) ? 'withPassword' : 'alone'
  return STRENGTHS.findLast((s) => proofs.some((p) => p[worth] === s)) ?? 'none'
}
