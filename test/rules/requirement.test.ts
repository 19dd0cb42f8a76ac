/** What proofs are worth together, what a requirement takes for enough, and the shape of every refusal. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { helpful, meets, type Requirement } from '#rules/policy/requirement.ts'
import { atLeast, type Proof, STRENGTHS, type Strength, strength, stronger } from '#rules/proof.ts'
import { isRefusal, REFUSALS, type RefusalCode, refuse } from '#rules/refusals.ts'

const proof = (type: string, alone: Strength, withPassword: Strength, factor = type): Proof => ({ type, factor, alone, withPassword })
const password = proof('password', 'password', 'password')
const totp = proof('totp', 'none', 'strong')
const email = proof('email', 'none', 'two-step')
const passkey = proof('passkey', 'phishing-resistant', 'phishing-resistant')

describe('strength', () => {
  it.each<[string, Proof[], Strength]>([
    ['nothing', [], 'none'],
    ['a password', [password], 'password'],
    ['a passcode without the password', [totp], 'none'],
    ['both', [password, totp], 'strong'],
    ['two codes to two mailboxes', [password, email, { ...email, factor: 'email 2' }], 'two-step'],
    ['two passcodes and no password', [totp, { ...totp, factor: 'totp 2' }], 'none'],
    ['a mailbox and an app', [email, password, totp], 'strong'],
    ['a passkey', [passkey], 'phishing-resistant'],
  ])('of %s', (_, proofs, is) => expect(strength(proofs)).toBe(is))

  it('is ordered, and what it does not know is weaker than anything', () => {
    expect(STRENGTHS.map((s) => STRENGTHS.filter((t) => atLeast(s, t)).length)).toEqual([1, 2, 3, 4, 5])
    expect(atLeast('palm' as Strength, 'none')).toBe(false)
    expect(atLeast('phishing-resistant', 'palm' as Strength)).toBe(false)
    expect([stronger('two-step', 'strong'), stronger('strong', 'two-step')]).toEqual(['strong', 'strong'])
  })
})

describe('a requirement', () => {
  it('is never met by nothing, nor by what it forbids, nor where its strength is unknown', () => {
    expect(meets({ atLeast: 'none' }, [])).toBe(false)
    expect(meets({ atLeast: 'strong', types: ['password', 'email'] }, [password, totp])).toBe(false)
    expect(meets({ atLeast: 'strong', types: ['totp'] }, [password, totp])).toBe(false)
    expect(meets({ atLeast: 'palm' as Strength }, [password, passkey])).toBe(false)
    expect(meets({ atLeast: 'strong', types: ['password', 'totp'] }, [password, totp])).toBe(true)
  })

  const ALL = [password, totp, { ...totp, factor: 'totp 2' }, email, passkey]
  const anyNeed: fc.Arbitrary<Requirement> = fc
    .record({ atLeast: fc.constantFrom(...STRENGTHS), types: fc.option(fc.subarray(['password', 'totp', 'email', 'passkey'])) })
    .map(({ atLeast: least, types }) => ({ atLeast: least, ...(types ? { types } : {}) }))

  it('is met by more where it was met by less, and asks no less when it is raised', () => {
    fc.assert(
      fc.property(anyNeed, fc.subarray(ALL), fc.subarray(ALL), fc.constantFrom(...STRENGTHS), (need, some, more, higher) => {
        if (meets(need, some)) expect(meets(need, [...some, ...more])).toBe(true)
        if (!meets(need, some)) expect(meets({ ...need, atLeast: stronger(need.atLeast, higher) }, some)).toBe(false)
      }),
    )
  })

  it('always has a helpful next factor while what is held would be enough', () => {
    fc.assert(
      fc.property(anyNeed, fc.subarray(ALL), fc.subarray(ALL), (need, held, some) => {
        const shown = some.filter((p) => held.includes(p))
        fc.pre(meets(need, held) && !meets(need, shown))
        expect(helpful(need, shown, held).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('refusals', () => {
  it.each(Object.entries(REFUSALS))('%s is a plain code with an HTTP status: %i', (code, status) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(isRefusal(refuse(code as RefusalCode))).toBe(true)
  })

  it('are told from everything else', () => {
    for (const other of [null, undefined, 'login/none', 404, [], {}, { code: 'login/none' }]) expect(isRefusal(other)).toBe(false)
    expect(refuse('login/wait', { retryAfter: 30 })).toEqual({ refused: 'login/wait', retryAfter: 30 })
  })
})
