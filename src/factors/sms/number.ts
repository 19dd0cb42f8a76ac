/** Mobile numbers as people type them: read with the numbering plans of libphonenumber, kept as E.164, shown with their last digits only. */
import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Reach, Read } from '#factors/factor.ts'

/** Kinds that may be a handset. Premium, shared-cost, toll-free, pagers, voice mail and fixed lines are not: a code would cost or never arrive. */
const HANDSETS = ['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER']

/** `+491713920018` or, for numbers of `home`, `0171 3920018`; letters, extensions and what is no number are refused. */
export function readNumber(typed: string, { countries, home }: Reach): Read {
  const text = typed.trim()
  const near: CountryCode = isSupportedCountry(home) ? home : 'DE'
  const number = text.length <= 40 && /^[+0-9(][0-9\s()./-]*$/.test(text) ? parsePhoneNumberFromString(text, near) : undefined
  const example = exampleOf(near)
  if (!number?.isValid()) return { problem: 'contact/number-invalid', extra: { example } }
  if (!HANDSETS.includes(number.getType() ?? '')) return { problem: 'contact/number-kind', extra: { example } }
  const country = countryOf(number)
  if (country === undefined || !countries.includes(country))
    return { problem: 'contact/number-country', extra: { country: country ?? `+${number.countryCallingCode}` } }
  return { value: number.number }
}

/** Numbers of several countries can share a calling code; what belongs to none of them has no country. */
const countryOf = (number: PhoneNumber): string | undefined => number.country

const EXAMPLES: Readonly<Record<string, string>> = {
  DE: '+49 171 3920018',
  IT: '+39 347 555 0187',
  AT: '+43 664 5550187',
  CH: '+41 78 555 01 87',
  GB: '+44 7400 123456',
}
const exampleOf = (country: string): string => EXAMPLES[country] ?? '+49 171 3920018'

/** As people read it: international, in groups. */
export const spoken = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164

/** The country code and the last two digits: enough for the owner, little for anybody else. */
export function maskedNumber(e164: string): string {
  const number = parsePhoneNumberFromString(e164)
  const code = number ? `+${number.countryCallingCode} ` : ''
  return `${code}••• ••••${e164.slice(-2)}`
}
