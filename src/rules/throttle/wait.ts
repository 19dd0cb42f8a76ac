/**
 * How long to wait after failures (params.md, Throttling): some tries free, then 30 s doubling to an hour, and at 100 in
 * a row the end. A tally counts failures in a row; only success takes it back, never a resend, a new login or a restart.
 */

export type Tally = { readonly failures: number /** Milliseconds; 0 when nothing failed yet. */; readonly lastAt: number }
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

export const NO_FAILURES: Tally = { failures: 0, lastAt: 0 }

/** Milliseconds until the next try is looked at; 0 when it is looked at now. */
export function waitOf(tally: Tally, limits: Limits, now: number): number {
  if (tally.failures < limits.free) return 0
  const wait = Math.min(FIRST * 2 ** (tally.failures - limits.free), LONGEST)
  return Math.max(0, tally.lastAt + wait - now)
}

export const ended = (tally: Tally, limits: Limits): boolean => tally.failures >= limits.end

export const failedOnce = (tally: Tally, now: number): Tally => ({ failures: tally.failures + 1, lastAt: now })
