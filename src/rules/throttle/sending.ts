/** How often a code may be sent to one user: growing waits between sends, and caps an hour and a day. */
import type { Tally } from '#rules/throttle/wait.ts'

/** Sends since a code was last answered right, and how many there were in the last hour and day. */
export type Sends = { readonly row: Tally; readonly lastHour: number; readonly lastDay: number }

const HOURLY = 5
const DAILY = 10
const FIRST = 30_000
const LONGEST = 32 * 60_000

/** How many seconds a code may be asked for again after the nth one in a row: 30 s, 60 s, 2 min … 32 min. */
export const resendWait = (inARow: number): number => (inARow === 0 ? 0 : Math.min(FIRST * 2 ** (inARow - 1), LONGEST))

export type MaySend = { readonly may: true } | { readonly may: false; readonly because: 'wait' | 'cap'; readonly waitMs: number }

export function maySend(sends: Sends, now: number): MaySend {
  if (sends.lastDay >= DAILY) return { may: false, because: 'cap', waitMs: 3_600_000 }
  if (sends.lastHour >= HOURLY) return { may: false, because: 'cap', waitMs: 600_000 }
  const waitMs = sends.row.lastAt + resendWait(sends.row.recent) - now
  return waitMs > 0 ? { may: false, because: 'wait', waitMs } : { may: true }
}

/** Wrong answers after which a sent code is void. */
export const TRIES_PER_CODE = 5
