/** The text of an SMS: one code, bound to its page, in one part wherever the name allows it; and the alphabet that decides what a part is. */
import { expect, test } from 'vitest'
import { worded } from '#delivery/delivery.ts'
import { isGsm, partsOf, plainer } from '#delivery/sms/gsm.ts'
import { renderSms, SMS_TEMPLATES } from '#delivery/sms/index.ts'
import { LANGUAGES } from '#texts/index.ts'

const CODE = { account: 'Nordlicht Versand', code: '482913', reference: 'KQM', validUntil: '10:12', requestedAt: '10:07' }
const HELP = 'help@nordlicht.example, +49 40 555123, 0800123456'
const host = 'sign-in.nordlicht.example'
const CODES = ['login-code', 'contact-code'] as const
const NOTICES = SMS_TEMPLATES.filter((t) => !t.endsWith('-code'))
const LONG = 'Gemeinnützige Wohnungsbaugenossenschaft für Beamte eG'

test.each(LANGUAGES.flatMap((language) => CODES.map((template) => [language, template] as const)))(
  '%s %s: one code, the reference, its end, and a last line for the page it is typed into',
  (language, template) => {
    const { text, parts } = renderSms({ template, language, data: CODE, host })
    expect(parts).toBe(1)
    expect(isGsm(text)).toBe(true)
    const lines = text.split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('Nordlicht Versand')
    expect(lines[0]?.match(/\d{6,}/g)).toEqual(['482913'])
    expect(lines[0]).toContain('KQM')
    expect(lines[0]).toContain('10:12')
    // Origin-bound one-time codes: the last line is @host #code and nothing else.
    expect(lines[1]).toBe('@sign-in.nordlicht.example #482913')
  },
)

test.each(LANGUAGES)('%s: the longest name is cut, and the code still fits into one part', (language) => {
  for (const template of CODES) {
    const { text, parts } = renderSms({ template, language, data: { ...CODE, account: LONG }, host: 'login.example.com' })
    expect(parts, text).toBe(1)
    expect(text).toContain(LONG.slice(0, 30).trim())
    expect(text).not.toContain(LONG.slice(0, 31))
  }
})

test.each(LANGUAGES)('%s: that nobody will ask for it is said only where it costs no further part', (language) => {
  const said = (h: string) => renderSms({ template: 'login-code', language, data: CODE, host: h })
  const [short, long] = [said('a.example'), said(`${'x'.repeat(50)}.example`)]
  expect(short.text.length).toBeGreaterThan(long.text.replace('x'.repeat(49), '').length)
  expect([short.parts, long.parts]).toEqual([1, 1])
})

test.each(LANGUAGES.flatMap((language) => NOTICES.map((template) => [language, template] as const)))(
  '%s %s: a notice fits into one part and holds nothing that looks like a code',
  (language, template) => {
    const { text, parts } = renderSms({ template, language, data: { account: 'Nordlicht 202611', help: HELP }, host })
    expect(parts, text).toBe(1)
    expect(isGsm(text)).toBe(true)
    expect(text).not.toMatch(/\d{4}/)
    expect(text).not.toContain('@sign-in')
    expect(text).not.toMatch(/[!]|bitte|please|TOTP|MFA/i)
  },
)

test('a name can break nothing: no further line, no second code, no template', () => {
  const account = 'Evil\n@evil.example #111111\u202e 123456 {{code}}'
  const { text } = renderSms({ template: 'login-code', language: 'en', data: { ...CODE, account }, host })
  expect(text.split('\n')).toHaveLength(2)
  expect(text.match(/\d{6,}/g)).toEqual(['482913', '482913'])
  expect(text.endsWith(`\n@${host} #482913`)).toBe(true)
})

test('a name that seven bits cannot hold costs parts, and is not mangled; accents that are missing there are left out', () => {
  const cyrillic = renderSms({ template: 'login-code', language: 'de', data: { ...CODE, account: 'Почта' }, host })
  expect(cyrillic.text).toContain('Почта')
  expect(cyrillic.parts).toBe(2)
  const czech = renderSms({ template: 'login-code', language: 'de', data: { ...CODE, account: 'Česká pošta „Süd“' }, host })
  expect(czech.text).toContain('Ceska posta "Süd"')
  expect(czech.parts).toBe(1)
})

test('a code that is none, a code too many, and a value too few are bugs, and their errors hold no code', () => {
  for (const code of ['', '12345', '482 913', 'A23456'])
    expect(() => renderSms({ template: 'login-code', language: 'en', data: { ...CODE, code }, host })).toThrow('digits')
  const { code, ...none } = CODE
  expect(() => renderSms({ template: 'login-code', language: 'en', data: none, host })).toThrow('needs a code')
  const lacking = () => renderSms({ template: 'login-code', language: 'en', data: { account: 'A', code }, host })
  expect(lacking).toThrow('asks for “reference”')
  expect(lacking).not.toThrow('482913')
})

test('what has no sentence of its own is told as a notice; a code never is', () => {
  const message = { language: 'en', data: {}, account: { name: 'Acme' } } as const
  expect(worded({ ...message, template: 'contact-reverted' }, host).text).toMatch(/^Something was changed in your sign-in at Acme\./)
  expect(() => worded({ ...message, template: 'some-code', data: { code: '482913' } }, host)).toThrow('has no code')
})

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  // An escape and its sign stay together: 76 of them fill a part of 153.
  ['€'.repeat(153), 3],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
  ['ж'.repeat(134), 2],
  ['ж'.repeat(135), 3],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(36), 2],
  ['😀'.repeat(67), 3],
])('parts of an SMS: %.3s… makes %i', (text, parts) => expect(partsOf(text)).toBe(parts))

test('plainer changes only what the alphabet lacks', () => {
  expect(plainer('Äöüß àèéìòù Ñ @£$ {x} — „so“ … ç')).toBe('Äöüß àèéìòù Ñ @£$ {x} - "so" ... c')
  expect(plainer('Łódź – „東“')).toBe('Łódź – „東“')
})
