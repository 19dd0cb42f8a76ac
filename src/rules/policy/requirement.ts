/** What a login must show before it is granted. A requirement is data; this file reads it. Where it comes from is effective.ts. */
import { atLeast, isPassword, type Proof, type Strength, strength } from '#rules/proof.ts'

/** `types`, where given, names every factor type that counts: what it leaves out is forbidden. */
export type Requirement = { readonly atLeast: Strength; readonly types?: readonly string[] }

export const allows = (need: Requirement, proof: Proof): boolean => need.types?.includes(proof.type) ?? true

/** Nothing shown is never enough, and a strength this house does not know is met by nothing. */
export function meets(need: Requirement, proofs: readonly Proof[]): boolean {
  const shown = strength(proofs.filter((p) => allows(need, p)))
  return shown !== 'none' && atLeast(shown, need.atLeast)
}

/**
 * Which of the factors held to ask for next: the password, if with it or with one more the login is done,
 * then every factor that finishes it at once. So nobody is asked for a code before the password it belongs to.
 */
export function helpful(need: Requirement, proofs: readonly Proof[], held: readonly Proof[]): readonly Proof[] {
  const left = held.filter((h) => allows(need, h) && !proofs.some((p) => p.factor === h.factor))
  const done = (...more: readonly Proof[]) => meets(need, [...proofs, ...more])
  const first = left.filter((h) => isPassword(h) && (done(h) || left.some((other) => done(h, other))))
  return [...first, ...left.filter((h) => !isPassword(h) && done(h))]
}
