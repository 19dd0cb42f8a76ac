/** From the levels of policy over a user to what that user must show: the modes, the ways, and that the stricter level always wins. */
import { describe, expect, it } from 'vitest'
import { catalogueOf, testedTypes } from '#factors/index.ts'
import { type Effective, effective, type Level } from '#rules/policy/effective.ts'
import { DEFAULT_POLICY, type Mode, OPERATOR_POLICY, PLATFORM_FLOOR, type Policy, type Subject } from '#rules/policy/policy.ts'
import type { Proof, Strength } from '#rules/proof.ts'

const WORTH = catalogueOf(testedTypes)
const PASSKEY = {
  name: 'passkey',
  alone: 'phishing-resistant',
  withPassword: 'phishing-resistant',
  contact: false,
  enrollable: true,
} as const
const WITH_PASSKEYS = [...WORTH.filter((w) => w.name !== 'passkey'), PASSKEY]
const SOMEBODY: Subject = { way: 'choose', selected: false, excepted: false }
const proof = (type: string): Proof => {
  const row = WORTH.find((w) => w.name === type)
  return { type, factor: type, alone: row?.alone ?? 'none', withPassword: row?.withPassword ?? 'none' }
}

type Change = Partial<Policy['twoFactor']> & {
  readonly password?: Partial<Policy['password']>
  readonly session?: Partial<Policy['session']>
}
const policy = ({ password, session, ...twoFactor }: Change = {}): Policy => ({
  twoFactor: { ...DEFAULT_POLICY.twoFactor, atLeast: 'two-step', ...twoFactor },
  password: { ...DEFAULT_POLICY.password, ...password },
  session: { ...DEFAULT_POLICY.session, ...session },
})
const account = (change?: Change): Level => ({ name: 'account', policy: policy(change) })
const platform = (change?: Change): Level => ({ name: 'platform', policy: change ? policy(change) : PLATFORM_FLOOR })
const of = (levels: readonly Level[], subject: Partial<Subject> = {}, bound: readonly Proof[] = []): Effective =>
  effective(levels, { ...SOMEBODY, ...subject }, bound, WORTH)

describe('whom a mode reaches', () => {
  it.each<[Mode, Partial<Subject>, boolean]>([
    ['off', { selected: true }, false],
    ['selected', {}, false],
    ['selected', { selected: true }, true],
    ['everyone', { excepted: true }, true],
    ['everyone-except', {}, true],
    ['everyone-except', { excepted: true }, false],
  ])('%s, for %j: %s', (mode, subject, required) => {
    const is = of([platform(), account({ mode })], subject)
    expect(is.required).toBe(required)
    expect(is.need.atLeast === 'password').toBe(!required)
    expect(is.why).toEqual(required ? [{ level: 'account', what: `two-factor ${mode}` }] : [])
  })

  it('asks for a factor that was bound without being demanded', () => {
    expect(of([account({ mode: 'off' })], {}, [proof('totp')])).toMatchObject({
      required: false,
      need: { atLeast: 'strong' },
      why: [{ level: 'user' }],
    })
    expect(of([account({ mode: 'off' })], {}, [proof('email'), proof('totp')]).need).toEqual({ atLeast: 'two-step' })
    // Recovery codes are no factor that somebody chose.
    expect(of([account({ mode: 'off' })], {}, [proof('recovery-code')]).need).toEqual({ atLeast: 'password' })
  })
})

describe('the way', () => {
  it.each<[Subject['way'], string[], string[], Strength]>([
    ['choose', ['totp', 'email'], ['totp', 'email'], 'two-step'],
    ['email', ['totp', 'email'], ['email'], 'two-step'],
    ['totp', ['totp', 'email'], ['totp'], 'strong'],
    ['sms', ['totp', 'email'], ['totp', 'email'], 'two-step'], // not allowed: the user chooses
    ['email', ['totp'], ['totp'], 'strong'],
  ])('%s, where %j are allowed, is %j and needs %s', (way, types, offered, atLeast) => {
    const is = of([account({ mode: 'everyone', types })], { way })
    expect(is.types.toSorted()).toEqual(offered.toSorted())
    expect(is.need.atLeast).toBe(atLeast)
    expect(is.why.some((w) => w.level === 'user')).toBe(offered.length === 1 && offered[0] === way)
  })

  it('lets the stronger of the allowed types stand in for a weaker way, and recovery codes with them', () => {
    expect(of([account({ mode: 'everyone', types: ['totp', 'email'] })], { way: 'email' }).need.types?.toSorted()).toEqual(
      ['password', 'totp', 'email', 'recovery-code'].toSorted(),
    )
  })

  it('lets nothing weaker stand in for a stronger way', () => {
    const { need } = of([account({ mode: 'everyone', types: ['totp', 'email'] })], { way: 'totp' })
    expect(need.types?.toSorted()).toEqual(['password', 'recovery-code', 'totp'])
    // Recovery codes are as good as an app, and no passkey.
    expect(effective([account({ mode: 'everyone', types: ['passkey'] })], SOMEBODY, [], WITH_PASSKEYS).need).toEqual({
      atLeast: 'phishing-resistant',
      types: ['password', 'passkey'],
    })
  })

  it.each([
    [['email'], 'choose', ['email']],
    [['email', 'totp'], 'choose', []],
    [['email', 'totp'], 'email', ['email']],
    [['totp'], 'choose', []],
  ] as const)('of %j and the way %s, asks %j without its having been chosen', (types, way, implied) => {
    expect(of([account({ mode: 'everyone', types })], { way }).implied).toEqual(implied)
  })

  it('never asks a contact of somebody who need not show anything', () => {
    expect(of([account({ mode: 'off', types: ['email'] })]).implied).toEqual([])
    expect(of([account({ mode: 'off', types: ['email'] })], { way: 'email' }).implied).toEqual([])
  })

  it('never allows a type it does not know, nor one that is not chosen', () => {
    const is = of([account({ mode: 'everyone', types: ['totp', 'palm', 'password', 'recovery-code', '__proto__', ''] })])
    expect(is.types).toEqual(['totp'])
  })

  it('raises what is asked above the weakest type', () => {
    const is = of([account({ mode: 'everyone', types: ['totp', 'email'], atLeast: 'strong' })])
    expect(is.types).toEqual(['totp'])
    expect(is.need).toEqual({ atLeast: 'strong', types: expect.not.arrayContaining(['email']) })
  })
})

describe('several levels', () => {
  it('lets the platform demand what the account does not, and says so', () => {
    const is = of([platform({ mode: 'everyone', types: ['totp'] }), account({ mode: 'off' })])
    expect(is).toMatchObject({
      required: true,
      need: { atLeast: 'strong' },
      types: ['totp'],
      why: [{ level: 'platform', what: 'two-factor everyone' }],
    })
  })

  it('takes the stricter of each attribute', () => {
    const strict = { mode: 'everyone', types: ['totp', 'passkey'], atLeast: 'strong', proveContact: true, skippableUntil: 100 } as const
    const loose = { mode: 'everyone', types: ['totp', 'email'], atLeast: 'two-step', proveContact: false, skippableUntil: 200 } as const
    const rules = {
      short: { password: { level: 'medium', minLength: 8 }, session: { idleMinutes: 5, absoluteHours: 24 } },
      long: { password: { level: 'basic', minLength: 20 }, session: { idleMinutes: 60, absoluteHours: 8 } },
    } as const
    for (const [a, b] of [
      [strict, loose],
      [loose, strict],
    ])
      expect(of([platform({ ...a, ...rules.short }), account({ ...b, ...rules.long })])).toMatchObject({
        types: ['totp'],
        need: { atLeast: 'strong' },
        proveContact: true,
        skippableUntil: 100,
        password: { level: 'medium', minLength: 20 },
        session: { idleMinutes: 5, absoluteHours: 8 },
      })
  })

  it('grants no grace where one level grants none', () => {
    expect(
      of([platform({ mode: 'everyone', skippableUntil: null }), account({ mode: 'everyone', skippableUntil: 100 })]).skippableUntil,
    ).toBe(0)
  })

  it('leaves no weaker way in where two levels allow nothing in common', () => {
    const keys = account({ mode: 'everyone', types: ['passkey'] })
    const apps = platform({ mode: 'everyone', types: ['totp'] })
    expect(effective([keys], SOMEBODY, [], WITH_PASSKEYS).need.atLeast).toBe('phishing-resistant')
    expect(effective([keys, apps], SOMEBODY, [], WITH_PASSKEYS).need.atLeast).toBe('phishing-resistant')
  })

  it('stands over operators whatever their account says', () => {
    const is = of([platform(), { name: 'platform', policy: OPERATOR_POLICY }, account({ mode: 'off' })])
    expect(is).toMatchObject({ required: true, need: { atLeast: 'strong' }, session: { idleMinutes: 15, absoluteHours: 8 } })
  })

  it('is no bar as the floor is delivered', () => {
    expect(of([platform(), account({ mode: 'off' })])).toEqual(of([account({ mode: 'off' })]))
    expect(of([platform(), account()])).toEqual(of([account()]))
  })
})

describe('the length of passwords', () => {
  it.each<[Change, number]>([
    [{ mode: 'off' }, 15],
    [{ mode: 'everyone' }, 12],
    [{ mode: 'off', password: { level: 'basic' } }, 8],
    [{ mode: 'off', password: { level: 'advanced' } }, 8],
    [{ mode: 'everyone', password: { minLength: 20 } }, 20],
  ])('%j: %i', (change, length) => {
    expect(of([platform(), account(change)]).password.minLength).toBe(length)
  })
})
