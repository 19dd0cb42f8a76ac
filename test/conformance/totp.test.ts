/** Authenticator apps: the published vectors, the drift that is borne, and what a phone reads from the QR code. */
import { URI } from 'otpauth'
import { expect, it } from 'vitest'
import { totp } from '#factors/totp/factor.ts'
import { NOW, openGiver } from '../support/given.ts'

const giver = openGiver()
/** The key of RFC 6238, appendix B: the ASCII text 12345678901234567890. */
const RFC = { key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', label: '' }
const at = (seconds: number) => giver.given({ now: seconds * 1000 })

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'], // beyond 32 bits of seconds
])('RFC 6238, appendix B: at %i s the passcode ends in %s', (seconds, code) => {
  expect(totp.verify(RFC, code, at(seconds))).toEqual({
    ok: true,
    burns: `step ${Math.floor(seconds / 30)}`,
    step: Math.floor(seconds / 30),
  })
})

const enrolled = await totp.enrol(giver.given(), 'My phone')
const codeAt = (ms: number) => totp.example({ input: '', enrolled, message: undefined }, giver.given({ now: ms }))

it.each([-1, 0, 1])('bears a clock that is %i step off, and burns the step of the code', (steps) => {
  const verdict = totp.verify(enrolled.secret, codeAt(NOW + steps * 30_000), giver.given())
  expect(verdict).toMatchObject({ ok: true, step: Math.floor(NOW / 30_000) + steps })
})

it.each([-20, -2, 2, 20])('refuses a code that is %i steps off', (steps) => {
  expect(totp.verify(enrolled.secret, codeAt(NOW + steps * 30_000), giver.given())).toEqual({ ok: false })
})

it('answers at the beginning of time, where there is no step before', () => {
  expect(totp.verify(enrolled.secret, codeAt(0), giver.given({ now: 0 }))).toMatchObject({ ok: true, step: 0 })
  expect(totp.verify(enrolled.secret, 'abcdef', giver.given({ now: 0 }))).toEqual({ ok: false })
})

it('counts a step from its first millisecond to its last', () => {
  const begin = Math.floor(NOW / 30_000) * 30_000
  for (const now of [begin, begin + 29_999])
    expect(totp.verify(enrolled.secret, codeAt(begin), giver.given({ now }))).toMatchObject({ step: begin / 30_000 })
})

it.each([(c: string) => `${c.slice(0, 3)} ${c.slice(3)}`, (c: string) => ` ${c}\n`, (c: string) => c.split('').join('\u00a0')])(
  'takes a passcode as apps print it, with spaces (%#)',
  (typed) => {
    expect(totp.verify(enrolled.secret, typed(codeAt(NOW)), giver.given())).toMatchObject({ ok: true })
  },
)

it('draws a key of 160 bits, a new one each time', async () => {
  const keys = await Promise.all([1, 2, 3].map(async () => String((await totp.enrol(giver.given(), '')).show['secret'])))
  for (const key of keys) expect(key).toMatch(/^[A-Z2-7]{32}$/)
  expect(new Set(keys).size).toBe(3)
})

it('gives apps an address they can read, whatever account and user are called', () => {
  const uri = String(enrolled.show['uri'])
  const url = new URL(uri)
  expect(url.protocol).toBe('otpauth:')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    secret: enrolled.show['secret'],
    issuer: `${giver.given().account.name} (Sallyport)`,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
  const read = URI.parse(uri)
  expect(read.issuer).toBe(`${giver.given().account.name} (Sallyport)`)
  expect(read.label).toBe(`${giver.given().user.username} (My phone)`)
  expect(read.secret.base32).toBe(enrolled.show['secret'])
})

it('names entries so that no two of them overwrite one another: by product, account, user and phone', async () => {
  const named = async (turned: Parameters<typeof giver.given>[0], label = '') =>
    new URL(String((await totp.enrol(giver.given(turned), label)).show['uri'])).pathname
  const [one, ...others] = await Promise.all([
    named({}),
    named({ account: { id: 'acc_2', name: 'Another' } }),
    named({ user: { username: 'grace' } }),
    named({}, 'Old phone'),
    named({}, 'New phone'),
  ])
  expect(new Set([one, ...others]).size).toBe(5)
  expect(decodeURIComponent(one ?? '')).toBe(`/${giver.given().account.name} (Sallyport):${giver.given().user.username}`)
})

it('leaves no colon in the name of the account, where an app would cut it', async () => {
  const { show } = await totp.enrol(giver.given({ account: { id: 'acc_1', name: 'Nordlicht: Versand' } }), '')
  // The label is issuer, colon, user: with a second colon a phone shows " Versand:ada" as the name of the user.
  const label = decodeURIComponent(new URL(String(show['uri'])).pathname)
  expect(label.split(':')).toHaveLength(2)
})

it.each([-20, -7, -2, 2, 7, 20])('explains a code that is %i steps off, by how far the clock is, and burns that step', (steps) => {
  const why = totp.explain?.(enrolled.secret, codeAt(NOW + steps * 30_000), giver.given())
  const step = Math.floor(NOW / 30_000) + steps
  expect(why).toEqual({ offBySeconds: expect.closeTo(-steps * 30, -1.5), burns: `step ${step}`, step })
  // Burned under the name that the same code burns when it is right.
  expect(totp.verify(enrolled.secret, codeAt(NOW + steps * 30_000), giver.given({ now: NOW + steps * 30_000 }))).toMatchObject({
    burns: why?.burns,
  })
})

it.each([-21, -1, 0, 1, 21])('explains nothing of a code that is %i steps off', (steps) => {
  expect(totp.explain?.(enrolled.secret, codeAt(NOW + steps * 30_000), giver.given())).toBeUndefined()
})

it('shows the same key as a picture', () => {
  expect(enrolled.show['qr']).toMatch(/^<svg[\s\S]*<\/svg>$/)
})

it('hints with the name of the phone, and with nothing when it has none', async () => {
  expect(totp.hint(enrolled.secret)).toBe('My phone')
  expect(totp.hint((await totp.enrol(giver.given(), '')).secret)).toBe('')
})
