/**
 * Spares a server that is away, and everybody who would wait for it: after some failures in a row nobody tries for a
 * while, then one tries for all. What counts as a failure is the caller's; no timer runs here, the clock is passed in.
 */

export type Breaker = {
  /** Whether to try now. After a pause only the first who asks is let through, until it is known how that went. */
  mayTry(): boolean
  failed(): void
  worked(): void
}

/** `failures` in a row shut it for `pause` milliseconds. `now` in milliseconds. */
export function openBreaker(now: () => number, failures = 5, pause = 30_000): Breaker {
  let inARow = 0
  let shutUntil = 0
  return {
    mayTry() {
      if (inARow < failures) return true
      if (now() < shutUntil) return false
      shutUntil = now() + pause
      return true
    },
    failed() {
      inARow += 1
      if (inARow >= failures) shutUntil = now() + pause
    },
    worked() {
      inARow = 0
    },
  }
}
