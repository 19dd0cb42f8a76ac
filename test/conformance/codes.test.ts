/** Codes that are read and typed by people: six digits by mail, and the ten of a recovery sheet. */
import { describe, expect, it } from 'vitest'
import { email, masked } from '#factors/email/factor.ts'
import { recoveryCode } from '#factors/recovery-code/factor.ts'
import { openGiver } from '../support/given.ts'

const giver = openGiver()
const given = giver.given()

describe('email', () => {
  const secret = { address: 'ada@mail.example' }
  const put = (random = given.random) => {
    const challenge = email.challenge?.(secret, giver.given({ random }))
    if (!challenge?.message) throw new Error('no message')
    return { memo: challenge.memo, code: challenge.message.data['code'] ?? '' }
  }
  const codes = Array.from({ length: 3000 }, () => put().code)

  it('has six digits, the first of them as often nought as any other', () => {
    for (const code of codes) expect(code).toMatch(/^[0-9]{6}$/)
    const first = (digit: string) => codes.filter((c) => c.startsWith(digit)).length
    // 300 of each are expected; 200 is six standard deviations away.
    for (const digit of '0123456789') expect(first(digit)).toBeGreaterThan(200)
  })

  it('throws away draws that would favour small numbers', () => {
    const draws = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 42)]
    expect(put((n) => (n === 4 ? (draws.shift() ?? new Uint8Array(4)) : new Uint8Array(n))).code).toBe('000042')
  })

  it('tells two challenges with the same code apart', () => {
    let nonce = 0
    const random = (n: number) => (n === 4 ? new Uint8Array(4) : new Uint8Array(n).fill(++nonce))
    const [one, two] = [put(random), put(random)]
    expect(one.code).toBe(two.code)
    const [a, b] = [one, two].map(({ memo, code }) => email.verify(secret, code, given, memo))
    expect(a).toMatchObject({ ok: true })
    expect(b).toMatchObject({ ok: true })
    expect(a).not.toEqual(b)
  })

  it.each([(c: string) => `${c.slice(0, 3)} ${c.slice(3)}`, (c: string) => `\t${c} \n`])(
    'takes a code with spaces around and within (%#)',
    (typed) => {
      const { memo, code } = put()
      expect(email.verify(secret, typed(code), given, memo)).toMatchObject({ ok: true })
    },
  )

  it.each([
    ['ada@mail.example', 'a•••••••@mail.example'],
    ['a@mail.example', 'a•••••••@mail.example'],
    ['äda@mail.example', 'ä•••••••@mail.example'],
    ['😀da@mail.example', '😀•••••••@mail.example'],
    ['"a@b"@mail.example', '"•••••••@mail.example'],
    ['ada', 'a•••••••'],
    ['', '•••••••'],
  ])('masks %s as %s', (address, shown) => {
    expect(masked(address)).toBe(shown)
  })
})

describe('recovery-code', () => {
  const enrolled = recoveryCode.enrol(given, '')
  if (enrolled instanceof Promise) throw new Error('recovery codes need no time')
  const { secret } = enrolled
  const sheet = enrolled.show['codes'] as readonly string[]
  const verify = (typed: string) => recoveryCode.verify(secret, typed, given)

  it('makes ten different codes of 80 bits, in letters that nobody mistakes', () => {
    expect(sheet).toHaveLength(10)
    expect(new Set(sheet).size).toBe(10)
    // 16 letters of 5 bits each
    for (const code of sheet) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  })

  it('uses every bit that it draws', () => {
    const spelledOf = (bytes: Uint8Array) => {
      const made = recoveryCode.enrol(giver.given({ random: () => bytes }), '')
      return made instanceof Promise ? undefined : (made.show['codes'] as readonly string[])[0]
    }
    expect(spelledOf(new Uint8Array(10))).toBe('0000-0000-0000-0000')
    const spelled = Array.from({ length: 80 }, (_, bit) =>
      spelledOf(Uint8Array.from({ length: 10 }, (_, i) => (i === bit >> 3 ? 128 >> (bit & 7) : 0))),
    )
    expect(new Set(spelled).size).toBe(80)
  })

  it('takes each of the ten, and burns each by itself', async () => {
    const burns = await Promise.all(sheet.map(async (code) => verify(code)))
    expect(burns.every((v) => v.ok)).toBe(true)
    expect(new Set(burns.map((v) => (v.ok ? v.burns : ''))).size).toBe(10)
  })

  it.each([
    ['in small letters', (c: string) => c.toLowerCase()],
    ['without dashes', (c: string) => c.replaceAll('-', '')],
    ['with spaces for dashes', (c: string) => c.replaceAll('-', ' ')],
    ['with a space around', (c: string) => ` ${c}\n`],
    ['with long dashes', (c: string) => c.replaceAll('-', '–')],
    ['with the letter O for nought', (c: string) => c.replaceAll('0', 'O')],
    ['with the letter o for nought', (c: string) => c.replaceAll('0', 'o')],
    ['with I for one', (c: string) => c.replaceAll('1', 'I')],
    ['with a small l for one', (c: string) => c.replaceAll('1', 'l')],
  ])('takes a code %s, and burns the same', async (_, typed) => {
    const sample = giver.given({ random: (n) => Uint8Array.from({ length: n }, (_, i) => [0x00, 0x44, 0x3f, 0x10][i % 4] ?? 0) })
    const made = await recoveryCode.enrol(sample, '')
    const code = (made.show['codes'] as readonly string[])[0] ?? ''
    expect(code).toMatch(/0.*1|1.*0/)
    expect(await recoveryCode.verify(made.secret, typed(code), sample)).toEqual(await recoveryCode.verify(made.secret, code, sample))
    expect(await recoveryCode.verify(made.secret, typed(code), sample)).toMatchObject({ ok: true })
  })

  it('keeps digests only', () => {
    for (const code of sheet) for (const text of [code, code.replaceAll('-', '')]) expect(JSON.stringify(secret)).not.toContain(text)
  })
})
