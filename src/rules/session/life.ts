/** When a session ends: idle, absolute, or because the user's epoch moved on (password change, reset, sign out everywhere). */
import { atLeast, type Proof, type Strength, strength } from '#rules/proof.ts'

export type Life = { readonly createdAt: number; readonly seenAt: number; readonly idleMs: number; readonly absoluteMs: number }

export const expiresAt = (life: Life): number => Math.min(life.seenAt + life.idleMs, life.createdAt + life.absoluteMs)
export const alive = (life: Life, now: number): boolean => now < expiresAt(life)

/** Sessions a user may have at once; the oldest ends (ASVS 7.1.2). */
export const MAX_SESSIONS = 10

/** Whether enough was proven within the last `ms` for an act that needs `need`. A proof of a factor since removed does not count. */
export function fresh(proofs: readonly Proof[], need: Strength, ms: number, now: number): boolean {
  return atLeast(strength(proofs.filter((p) => p.at !== undefined && now - p.at <= ms)), need)
}
