/** Moments and spans in words of the language spoken. Takes ISO 8601, shows the reader's own time zone. */
import i18next from 'i18next'

// English here is British: 1 December, 22:10.
const locale = () => (i18next.language === 'en' ? 'en-GB' : i18next.language)
const format = (iso: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), options).format(new Date(iso))

export const clockTime = (iso: string): string => format(iso, { hour: '2-digit', minute: '2-digit' })
export const clockSeconds = (iso: string): string => format(iso, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

// A date is never broken over two lines.
const whole = (text: string) => text.replaceAll(' ', '\u00a0')
export const day = (iso: string): string => whole(format(iso, { day: 'numeric', month: 'long', year: 'numeric' }))
export const moment = (iso: string): string => whole(format(iso, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }))

/** How far two clocks are apart: `94 s`, `7 min`, `2 h 5 min`. These signs are the same in every language. */
export function gap(seconds: number): string {
  if (seconds < 180) return `${seconds}\u00a0s`
  const minutes = Math.round(seconds / 60)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  return [...(h > 0 ? [`${h}\u00a0h`] : []), ...(m > 0 ? [`${m}\u00a0min`] : [])].join(' ')
}

/** Seconds as `0:24`, or `1:02:00` from an hour on. */
export function span(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
