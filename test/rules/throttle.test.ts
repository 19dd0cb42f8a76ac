/** Waiting after failures, and between codes that are sent: the numbers, and that more failures never make a wait shorter. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maySend, resendWait, type Sends, TRIES_PER_CODE } from '#rules/throttle/sending.ts'
import { ended, FACTOR, failedOnce, KNOWN, NO_FAILURES, QUIET_MS, SECOND, STRANGE, type Tally, waitOf } from '#rules/throttle/wait.ts'

const SECONDS = 1000
const HOUR = 3600 * SECONDS
const NOW = 1_800_000_000_000
const LIMITS = { STRANGE, KNOWN, SECOND, FACTOR }

/** A tally after so many failures, all at once. */
const tallyOf = (failures: number, at = NOW): Tally =>
  Array.from({ length: failures }).reduce<Tally>((tally) => failedOnce(tally, at), NO_FAILURES)

describe('waiting after failures', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [7, 120],
    [8, 240],
    [9, 480],
    [10, 960],
    [11, 1920],
    [12, 3600],
    [13, 3600],
    [99, 3600],
    [5000, 3600],
  ])('after %i passwords from a strange device: %i s', (failures, seconds) => {
    expect(waitOf(tallyOf(failures), STRANGE, NOW)).toBe(seconds * SECONDS)
  })

  it('leaves a known device ten tries, and all second factors together five', () => {
    expect([9, 10].map((n) => waitOf(tallyOf(n), KNOWN, NOW))).toEqual([0, 30 * SECONDS])
    expect([4, 5].map((n) => waitOf(tallyOf(n), SECOND, NOW))).toEqual([0, 30 * SECONDS])
    expect(waitOf(tallyOf(99), FACTOR, NOW)).toBe(0)
  })

  it('ends at a hundred in a row, where there is an end', () => {
    expect([99, 100, 101].map((n) => ended(tallyOf(n), STRANGE))).toEqual([false, true, true])
    expect([99, 100].map((n) => ended(tallyOf(n), FACTOR))).toEqual([false, true])
    expect(ended(tallyOf(100_000), SECOND)).toBe(false)
  })

  it('is over when its time has passed, to the millisecond', () => {
    const tally = tallyOf(6)
    expect(waitOf(tally, STRANGE, NOW + 59_999)).toBe(1)
    expect(waitOf(tally, STRANGE, NOW + 60_000)).toBe(0)
  })

  it('ends with a quiet day, and the count to a hundred does not', () => {
    const tally = tallyOf(50)
    expect(waitOf(tally, STRANGE, NOW + QUIET_MS)).toBe(0)
    const again = failedOnce(tally, NOW + QUIET_MS)
    expect(again).toEqual({ failures: 51, recent: 1, lastAt: NOW + QUIET_MS })
    expect(ended(tallyOf(50, NOW + QUIET_MS), STRANGE)).toBe(false)
    expect(failedOnce(tally, NOW + QUIET_MS - 1)).toMatchObject({ failures: 51, recent: 51 })
  })

  const anyTally = fc.record({ failures: fc.nat(500), recent: fc.nat(500), lastAt: fc.integer({ min: NOW - 2 * QUIET_MS, max: NOW }) })
  const anyLimits = fc.constantFrom(...Object.values(LIMITS))

  it('never shrinks with one more failure, and never lasts longer than an hour', () => {
    fc.assert(
      fc.property(anyTally, anyLimits, (tally, limits) => {
        const wait = waitOf(tally, limits, NOW)
        const more = waitOf(failedOnce(tally, NOW), limits, NOW)
        expect(more).toBeGreaterThanOrEqual(wait)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(more).toBeLessThanOrEqual(HOUR)
        expect(ended(tally, limits) && !ended(failedOnce(tally, NOW), limits)).toBe(false)
      }),
    )
  })

  it('never grows by waiting', () => {
    fc.assert(
      fc.property(anyTally, anyLimits, fc.nat(2 * QUIET_MS), (tally, limits, later) => {
        expect(waitOf(tally, limits, NOW + later)).toBeLessThanOrEqual(waitOf(tally, limits, NOW))
      }),
    )
  })

  it('lets fewer than 100 guesses through on the first day, and then none from strangers for good', () => {
    let tally = NO_FAILURES
    let now = NOW
    while (now < NOW + 24 * HOUR) {
      tally = failedOnce(tally, now)
      now += waitOf(tally, STRANGE, now)
    }
    expect(tally.failures).toBeLessThan(100)
  })
})

describe('sending codes', () => {
  const sends = (inARow: number, lastHour = 0, lastDay = 0, lastAt = NOW): Sends => ({
    row: { failures: inARow, recent: inARow, lastAt },
    lastHour,
    lastDay,
  })

  it('waits 30 s, doubling to 32 min', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 2000].map((n) => resendWait(n) / SECONDS)).toEqual([0, 30, 60, 120, 240, 480, 960, 1920, 1920, 1920])
  })

  it('sends the first at once, and the next after its wait', () => {
    expect(maySend(sends(0, 0, 0, 0), NOW)).toEqual({ may: true })
    expect(maySend(sends(1, 1, 1), NOW + 29_999)).toEqual({ may: false, because: 'wait', waitMs: 1 })
    expect(maySend(sends(1, 1, 1), NOW + 30_000)).toEqual({ may: true })
  })

  it.each([
    [4, 4, true],
    [5, 5, false],
    [0, 9, true],
    [0, 10, false],
  ])('with %i in the last hour and %i in the last day, may it send: %s', (lastHour, lastDay, may) => {
    const answer = maySend(sends(1, lastHour, lastDay, NOW - HOUR), NOW)
    expect(answer.may).toBe(may)
    if (!answer.may) expect(answer).toMatchObject({ because: 'cap', waitMs: expect.any(Number) })
  })

  it('never allows what fewer sends would not, and always says how long to wait', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(12), fc.nat(12), fc.integer({ min: NOW - 2 * HOUR, max: NOW }), (inARow, lastHour, more, lastAt) => {
        const few = maySend(sends(inARow, lastHour, lastHour + more, lastAt), NOW)
        const many = maySend(sends(inARow + 1, lastHour + 1, lastHour + more + 1, lastAt), NOW)
        expect([few.may, many.may]).not.toEqual([false, true])
        for (const answer of [few, many]) if (!answer.may) expect(answer.waitMs).toBeGreaterThan(0)
      }),
    )
  })

  it('voids a code after five wrong answers', () => expect(TRIES_PER_CODE).toBe(5))
})
