/** To which countries an account sends SMS (ISO 3166): the European Union, the rest of the EEA, Switzerland and the United Kingdom, unless the account has a list of its own. */

// biome-ignore format: a list to be read as one
const EUROPE = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL',
  'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'IS', 'LI', 'NO', 'CH', 'GB',
] as const

const HOMES = { de: 'DE', it: 'IT', en: 'GB' } as const

/** The account's own list, and the country whose numbers its people write without a prefix. */
export function reachOf(
  sms: { readonly countries?: readonly string[] },
  language: keyof typeof HOMES,
): { readonly countries: readonly string[]; readonly home: string } {
  const countries: readonly string[] = sms.countries ?? EUROPE
  const home = HOMES[language]
  return { countries, home: countries.includes(home) ? home : (countries[0] ?? home) }
}
