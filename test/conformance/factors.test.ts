/** What every factor type must do, for each on the list: a new one is covered by being there. What only one of them does has a file of its own beside this. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Enrolled, FactorType, Given, Message, Verdict } from '#factors/factor.ts'
import { catalogueOf, testedTypes } from '#factors/index.ts'
import { STRENGTHS } from '#rules/proof.ts'
import { NOW, openGiver } from '../support/given.ts'

const giver = openGiver()
afterAll(() => giver.close())

const INPUT = 'ada@mail.example'
const NUMBER = '+491713920018'
/** What is enrolled: where messages go, or a name for what is held in the hand. */
const inputOf = (type: FactorType): string => (type.contact === 'sms' ? NUMBER : INPUT)
const REACH = { countries: ['DE', 'IT', 'CH'], home: 'DE' }
const OTHER_USER = { user: { username: 'grace.hopper' } }
const OTHER_ACCOUNT = { account: { id: 'acc_other', name: 'Other' } }
/** Whatever happens to be typed, pasted or sent by a program. */
const RUBBISH = {
  nothing: '',
  'a space': ' ',
  zero: '0',
  NUL: '\u0000',
  'NUL in a code': '12345\u0000',
  'a lone surrogate': '\ud800',
  'another one behind digits': '123456\udfff',
  '5000 letters': 'é'.repeat(5000),
  'an empty object': '{}',
  'a prototype': '__proto__',
  'a constructor': 'constructor',
  'Arabic digits': '١٢٣٤٥٦',
  'full-width digits': '１２３４５６',
  'a number in words of a program': '1e5',
  'a negative number': '-12345',
  'seven digits': '1234567',
}

describe.each(testedTypes)('$name', (type) => {
  type Seen = { given: Given; enrolled: Enrolled<unknown>; message: Message | undefined; memo: unknown; answer: string; macs: number }
  /** One enrolment, with a challenge put where the type puts any, and the right answer to it. */
  async function enrol(given: Given, input = inputOf(type)): Promise<Seen> {
    const before = giver.macs()
    const enrolled = await type.enrol(given, input)
    const put = type.challenge?.(enrolled.secret, given)
    const macs = giver.macs() - before
    return {
      given,
      enrolled,
      message: put?.message,
      memo: put?.memo,
      answer: type.example({ input, enrolled, message: put?.message }, given),
      macs,
    }
  }
  const verify = async (seen: Seen, answer: string, given = seen.given): Promise<Verdict> =>
    type.verify(seen.enrolled.secret, answer, given, seen.memo)

  let ada: Seen
  beforeAll(async () => {
    ada = await enrol(giver.given())
  })

  it('takes the right answer, and names what it burns', async () => {
    const verdict = await verify(ada, ada.answer)
    // The password is the one answer that being right does not use up.
    expect(verdict).toEqual(
      type.name === 'password' ? { ok: true } : expect.objectContaining({ ok: true, burns: expect.stringMatching(/./) }),
    )
    if (verdict.ok && verdict.step !== undefined) expect(verdict.step).toBeGreaterThan(0)
  })

  it('burns the same for every spelling of one answer', async () => {
    if (type.name === 'password') return // the one answer that being right does not use up
    const burnt = await Promise.all([ada.answer, `  ${ada.answer} `].map((answer) => verify(ada, answer)))
    const right = burnt.flatMap((v) => (v.ok ? [v.burns] : []))
    expect(new Set(right).size).toBe(1)
  })

  it.each(Object.entries(RUBBISH))('refuses %s without throwing', async (_, rubbish) => {
    expect(await verify(ada, rubbish)).toEqual({ ok: false })
  })

  it('refuses the right answer with something more', async () => {
    for (const answer of [`${ada.answer}0`, `0${ada.answer}`, ada.answer.slice(1)]) expect(await verify(ada, answer)).toEqual({ ok: false })
  })

  it('has a secret that survives the store and does not give the answer away', async () => {
    const stored: unknown = JSON.parse(JSON.stringify(ada.enrolled.secret))
    expect(stored).toEqual(ada.enrolled.secret)
    expect(JSON.stringify(stored)).not.toContain(ada.answer)
    expect(await type.verify(stored, ada.answer, ada.given, JSON.parse(JSON.stringify(ada.memo ?? null)) ?? undefined)).toMatchObject({
      ok: true,
    })
  })

  it('hints at nothing that helps a stranger', () => {
    const hint = type.hint(ada.enrolled.secret)
    if (hint === '') return
    expect(hint).not.toContain(ada.answer)
    // A name that the person gave may be shown; where messages go may not.
    if (type.challenge) expect(hint).not.toContain(inputOf(type))
    for (const value of Object.values(ada.enrolled.show)) expect(hint).not.toContain(String(value))
  })

  it('keeps no code beside its challenge', () => {
    if (!type.challenge) return
    expect(ada.answer).not.toBe('')
    expect(JSON.stringify(ada.memo)).not.toContain(ada.answer)
  })

  it('puts a challenge exactly when it says so, and takes no answer without one', async () => {
    expect(type.challenge !== undefined).toBe(type.challenges)
    expect(type.lifetime !== undefined).toBe(type.challenges)
    if (type.challenges) expect(await type.verify(ada.enrolled.secret, ada.answer, ada.given)).toEqual({ ok: false })
  })

  it('sends only to what is on record', () => {
    if (ada.message) expect(ada.message).toMatchObject({ to: inputOf(type), ...(type.contact ? { channel: type.contact } : {}) })
  })

  it('refuses the answer to another challenge', async () => {
    if (!type.challenge) return
    const again = type.challenge(ada.enrolled.secret, ada.given)
    expect(await type.verify(ada.enrolled.secret, ada.answer, ada.given, again.memo)).toEqual({ ok: false })
  })

  it('refuses what belongs to somebody else', async () => {
    const grace = await enrol(giver.given(OTHER_USER), type.contact === 'sms' ? '+393475550187' : 'grace@mail.example')
    expect(await verify(grace, ada.answer)).toEqual({ ok: false })
    expect(await verify(ada, grace.answer)).toEqual({ ok: false })
  })

  it('rests its digests on account and user, where it keeps any', async () => {
    if (ada.macs === 0) return // what is kept is sealed for its user by the store instead
    expect(await verify(ada, ada.answer, giver.given(OTHER_USER))).toEqual({ ok: false })
    expect(await verify(ada, ada.answer, giver.given(OTHER_ACCOUNT))).toEqual({ ok: false })
  })

  it('reads, keeps, sends to and shows a contact, where it is one', async () => {
    const contact = type.contact !== undefined
    expect([type.read, type.to, type.written].map((f) => f !== undefined)).toEqual([contact, contact, contact])
    if (type.typed) expect(contact).toBe(true)
    if (!contact) return
    const read = type.read?.(` ${inputOf(type)} `, REACH)
    expect(read).toEqual({ value: inputOf(type) })
    const { secret } = await type.enrol(ada.given, inputOf(type))
    expect(type.to?.(secret)).toBe(ada.message?.to)
    expect(type.read?.(type.written?.(secret) ?? '', REACH)).toEqual({ value: inputOf(type) })
  })

  it.each(Object.entries(RUBBISH))('takes %s for no contact, without throwing', (_, rubbish) => {
    if (type.contact) expect(type.read?.(rubbish, REACH)).toEqual(expect.objectContaining({ problem: expect.stringMatching(/^contact\//) }))
  })

  it('explains no rubbish, no right answer and nothing of somebody else, and accepts nothing that it explains', async () => {
    const explain = (answer: string, seen = ada) => type.explain?.(seen.enrolled.secret, answer, seen.given)
    for (const rubbish of [...Object.values(RUBBISH), ada.answer]) expect(explain(rubbish)).toBeUndefined()
    if (!type.explain) return
    const later = giver.given({ now: NOW + 5 * 60_000 })
    const early = type.example({ input: inputOf(type), enrolled: ada.enrolled, message: undefined }, later)
    const why = explain(early)
    expect(why).toMatchObject({ offBySeconds: expect.closeTo(-300, -1.5), burns: expect.stringMatching(/./), step: expect.any(Number) })
    expect(await verify(ada, early)).toEqual({ ok: false })
    expect(await verify(ada, early, later)).toEqual({ ok: true, burns: why?.burns, step: why?.step })
    expect(explain(early, await enrol(giver.given(OTHER_USER)))).toBeUndefined()
  })

  it('is worth no less beside the password than alone', () => {
    expect(STRENGTHS).toContain(type.alone)
    expect(STRENGTHS.indexOf(type.withPassword)).toBeGreaterThanOrEqual(STRENGTHS.indexOf(type.alone))
  })

  it('has its row in the catalogue that rules read', () => {
    const row = catalogueOf(testedTypes).filter((r) => r.name === type.name)
    expect(row).toEqual([
      expect.objectContaining({ alone: type.alone, withPassword: type.withPassword, contact: type.contact !== undefined }),
    ])
  })

  it('takes all chance and time from what it is given', async () => {
    const fixed = () => giver.given({ now: NOW, random: (n) => new Uint8Array(n).fill(7) })
    const [a, b] = [await enrol(fixed()), await enrol(fixed())]
    if (type.name !== 'password') expect(a).toEqual({ ...b, given: a.given }) // the salt of a password is drawn with the hash
  })
})

it('no two types share a name', () => {
  expect(new Set(testedTypes.map((t) => t.name)).size).toBe(testedTypes.length)
})
