/** Limits over a sliding time, for whatever is counted beyond a single user: so many within so long, and how long it holds then. Times are milliseconds, the newest first. */

export type Window = { readonly most: number; readonly withinMs: number }
/** Reached, it holds for a while after the last one. */
export type Hold = Window & { readonly holdMs: number }

const MINUTE = 60_000
export const HOUR_MS = 60 * MINUTE
export const DAY_MS = 24 * HOUR_MS

/** Wrong answers from one address in a row. After a hold, each further one holds again, until somebody gets in. */
export const IN_A_ROW: Hold = { most: 10, withinMs: DAY_MS, holdMs: 10 * MINUTE }
/** Names that wrong answers from one address were given for. Getting in under one of them does not take this back. */
export const NAMES: Hold = { most: 100, withinMs: HOUR_MS, holdMs: HOUR_MS }

/** Milliseconds until one more may happen; 0 when it may now. */
export function fullFor(times: readonly number[], { most, withinMs }: Window, now: number): number {
  const first = times[most - 1]
  return first === undefined ? 0 : Math.max(0, first + withinMs - now)
}

/** Milliseconds for which it still holds; 0 when it does not. While it holds nothing is added, so the last one is where it began. */
export function heldFor(times: readonly number[], { most, withinMs, holdMs }: Hold, now: number): number {
  const [last] = times
  const first = times[most - 1]
  return last === undefined || first === undefined || last - first >= withinMs ? 0 : Math.max(0, last + holdMs - now)
}
