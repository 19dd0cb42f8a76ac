/** Times of this page beyond those that all pages share: the long date, the short one of lists, and how far a clock is ahead. */
import i18next from 'i18next'
import { clockSeconds } from '../texts/moment.ts'

const locale = () => (i18next.language === 'en' ? 'en-GB' : i18next.language)
const iso = (at: number) => new Date(at).toISOString()
const dayOf = (at: number) => new Date(at).toDateString()

/** `10:02:43` */
export const time = (at: number): string => clockSeconds(iso(at))

/** `Tuesday, 17 November 2026` */
export const longDay = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at)

/** The time of a message caught today, the day of an earlier one. */
export const inList = (at: number, now: number): string =>
  dayOf(at) === dayOf(now) ? time(at) : new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' }).format(at)

/** Day and time, to the second. */
export const caught = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** Seconds in words, `2 days, 10 minutes`: the two largest units that say something. */
export function inWords(seconds: number): string {
  let rest = seconds
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)] : []
  })
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'long' }).format(parts.slice(0, 2))
}

/** `passcode or code by e-mail` */
export const eitherOf = (ways: readonly string[]): string => new Intl.ListFormat(locale(), { type: 'disjunction' }).format(ways)
