/**
 * How long to wait after failures: some tries free, then 30 s doubling to an hour, and at 100 in
 * a row the end. Only success takes the count back, never a resend, a new login or a restart; a day without a failure ends the waiting.
 */

export type Tally = {
  /** In a row, until a success. */
  readonly failures: number
  /** Of those, the ones with no quiet day before them: what waiting goes by. */
  readonly recent: number
  /** Milliseconds; 0 when nothing failed yet. */
  readonly lastAt: number
}
export type Limits = { readonly free: number; readonly end: number }

/** Passwords from a device that has never been signed in from. */
export const STRANGE: Limits = { free: 5, end: 100 }
/** Passwords from a device this user has signed in from: a bucket that strangers cannot fill. */
export const KNOWN: Limits = { free: 10, end: 100 }
/** All second factors of a user together. */
export const SECOND: Limits = { free: 5, end: Number.POSITIVE_INFINITY }
/** One factor: disabled at 100 in a row (NIST 800-63B-4, 3.2.2). */
export const FACTOR: Limits = { free: Number.POSITIVE_INFINITY, end: 100 }

const FIRST = 30_000
const LONGEST = 3_600_000

/** A quiet day: the same after which a name that nobody has is forgotten, so that the two cannot be told apart. */
export const QUIET_MS = 86_400_000

export const NO_FAILURES: Tally = { failures: 0, recent: 0, lastAt: 0 }

const recentOf = (tally: Tally, now: number): number => (now - tally.lastAt >= QUIET_MS ? 0 : tally.recent)

/** Milliseconds until the next try is looked at; 0 when it is looked at now. */
export function waitOf(tally: Tally, limits: Limits, now: number): number {
  const recent = recentOf(tally, now)
  if (recent < limits.free) return 0
  const wait = Math.min(FIRST * 2 ** (recent - limits.free), LONGEST)
  return Math.max(0, tally.lastAt + wait - now)
}

/** How often a day a wrong passcode is explained by the phone's clock instead of counted, until a right one comes. */
const EXPLANATIONS = 3
export const mayExplain = (tally: Tally, now: number): boolean => recentOf(tally, now) < EXPLANATIONS

export const ended = (tally: Tally, limits: Limits): boolean => tally.failures >= limits.end

export const failedOnce = (tally: Tally, now: number): Tally => ({
  failures: tally.failures + 1,
  recent: recentOf(tally, now) + 1,
  lastAt: now,
})
