/** Times as the sentences of mail.json expect them: `10:12` for codes, date and time for everything that is read later. */
import type { Language } from '#texts/index.ts'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', it: 'it-IT' }

/** `10:12`. `at` in milliseconds since 1970; `timeZone` is an IANA name such as `Europe/Berlin`. */
export const timeOfDay = (at: number, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'short', timeZone }).format(at)

/** `17 November 2026 at 10:12`, `17. November 2026 um 10:12 Uhr`: whole, for it stands beside a label and in no sentence. */
export function dateAndTime(at: number, language: Language, timeZone: string): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at)
  return language === 'de' ? `${text} Uhr` : text
}
