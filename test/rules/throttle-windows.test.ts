/** Limits over sliding times: addresses that are held up, messages to one recipient, and what an account spends. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachOf } from '#rules/throttle/countries.ts'
import { alwaysTold, FROM_ADDRESS, NOTICE_EVERY_MS, TO_RECIPIENT, withinBudget } from '#rules/throttle/messages.ts'
import { mayExplain, NO_FAILURES, QUIET_MS } from '#rules/throttle/wait.ts'
import { fullFor, heldFor, IN_A_ROW, NAMES } from '#rules/throttle/window.ts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** So many, so far apart, the newest `ago` before now; newest first. */
const times = (count: number, apart: number, ago = 0) => Array.from({ length: count }, (_, n) => NOW - ago - n * apart)

describe('an address', () => {
  it('is held up for ten minutes by ten wrong answers in a row', () => {
    expect(heldFor(times(9, MINUTE), IN_A_ROW, NOW)).toBe(0)
    expect(heldFor(times(10, MINUTE), IN_A_ROW, NOW)).toBe(10 * MINUTE)
    expect(heldFor(times(10, MINUTE, 10 * MINUTE - 1), IN_A_ROW, NOW)).toBe(1)
    expect(heldFor(times(10, MINUTE, 10 * MINUTE), IN_A_ROW, NOW)).toBe(0)
  })
  it('is held up for an hour by a hundred names within an hour', () => {
    expect(heldFor(times(99, 1), NAMES, NOW)).toBe(0)
    expect(heldFor(times(100, 36_000), NAMES, NOW)).toBe(HOUR)
    expect(heldFor(times(100, 36_400), NAMES, NOW)).toBe(0)
    // Names that have left the hour since it began do not end it early.
    expect(heldFor(times(100, 36_000, 59 * MINUTE), NAMES, NOW)).toBe(MINUTE)
  })
  it('is never held up longer by fewer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * HOUR), { maxLength: 120 }), fc.constantFrom(IN_A_ROW, NAMES), (ago, hold) => {
        const sorted = ago.map((a) => NOW - a).sort((a, b) => b - a)
        const held = heldFor(sorted, hold, NOW)
        expect(held).toBeGreaterThanOrEqual(heldFor(sorted.slice(0, -1), hold, NOW))
        expect(held).toBeLessThanOrEqual(hold.holdMs)
      }),
    )
  })
})

describe('messages', () => {
  it.each([
    ['a recipient', TO_RECIPIENT, 5],
    ['an address that asks', FROM_ADDRESS, 20],
  ])('%s has so many an hour, and a place again when the first of them is an hour old', (_, window, most) => {
    expect(fullFor(times(most - 1, MINUTE), window, NOW)).toBe(0)
    expect(fullFor(times(most, MINUTE), window, NOW)).toBe(HOUR - (most - 1) * MINUTE)
    expect(fullFor(times(most, MINUTE, HOUR - (most - 1) * MINUTE), window, NOW)).toBe(0)
  })

  it.each([
    [{}, 499, 1999, true],
    [{}, 500, 500, false],
    [{}, 0, 2000, false],
    [{ daily: 2 }, 1, 1, true],
    [{ daily: 2 }, 2, 2, false],
    [{ daily: 9000, monthly: 9000 }, 8999, 8999, true],
    [{ monthly: 0 }, 0, 0, false],
  ])('an account with %o that has spent %i today and %i in a month may spend: %s', (sms, day, month, may) =>
    expect(withinBudget(sms, { day, month })).toBe(may),
  )

  it('about what changes how somebody gets in are always sent; what strangers can cause, once an hour', () => {
    expect(NOTICE_EVERY_MS).toBe(HOUR)
    expect(['contact-proposed', 'factors-reset', 'password-changed', 'factor-added'].every(alwaysTold)).toBe(true)
    expect(alwaysTold('sign-in-blocked')).toBe(false)
  })
})

it('SMS go to Europe, or where the account says; numbers without a prefix are those of its language', () => {
  expect(reachOf({}, 'de')).toMatchObject({ home: 'DE', countries: expect.arrayContaining(['DE', 'CH', 'GB', 'NO', 'IT']) })
  for (const far of ['US', 'RU', 'TR', 'UA', 'CN']) expect(reachOf({}, 'en').countries).not.toContain(far)
  expect(reachOf({ countries: ['US'] }, 'it')).toEqual({ countries: ['US'], home: 'US' })
  expect(reachOf({ countries: [] }, 'it').countries).toEqual([])
})

it('a clock is explained three times a day', () => {
  const told = (recent: number, lastAt = NOW) => ({ failures: recent, recent, lastAt })
  expect([NO_FAILURES, told(2), told(3)].map((t) => mayExplain(t, NOW))).toEqual([true, true, false])
  expect(mayExplain(told(3), NOW + QUIET_MS)).toBe(true)
})
