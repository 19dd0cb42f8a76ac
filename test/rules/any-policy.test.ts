/** Policies of every shape, drawn by chance: the answer is always one a login can be judged by, and one more level never asks less. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueOf, testedTypes } from '#factors/index.ts'
import { effective, type Level } from '#rules/policy/effective.ts'
import { LEVELS, MODES, type Policy, type Subject, WAYS } from '#rules/policy/policy.ts'
import { type Proof, STRENGTHS, type Strength } from '#rules/proof.ts'

const WORTH = catalogueOf(testedTypes)
const proof = (type: string): Proof => {
  const row = WORTH.find((w) => w.name === type)
  return { type, factor: type, alone: row?.alone ?? 'none', withPassword: row?.withPassword ?? 'none' }
}

// Any document at all, also with types of a later version.
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  twoFactor: fc.record({
    mode: fc.constantFrom(...MODES),
    types: fc.uniqueArray(fc.constantFrom('totp', 'email', 'mock', 'sms', 'passkey', 'password', 'palm', '__proto__')),
    atLeast: fc.constantFrom(...STRENGTHS),
    proveContact: fc.boolean(),
    skippableUntil: fc.option(fc.nat(1000), { nil: null }),
  }),
  password: fc.record({ level: fc.constantFrom(...LEVELS), minLength: fc.option(fc.integer({ min: 8, max: 64 }), { nil: null }) }),
  session: fc.record({ idleMinutes: fc.integer({ min: 1, max: 1440 }), absoluteHours: fc.integer({ min: 1, max: 720 }) }),
})
const anyLevel: fc.Arbitrary<Level> = fc.record({ name: fc.constantFrom('platform', 'parent', 'account', 'role'), policy: anyPolicy })
const anyLevels = fc.array(anyLevel, { minLength: 1, maxLength: 4 })
const anySubject: fc.Arbitrary<Subject> = fc.record({ way: fc.constantFrom(...WAYS), selected: fc.boolean(), excepted: fc.boolean() })
const anyBound = fc.subarray(['totp', 'email', 'mock', 'recovery-code']).map((types) => types.map(proof))

const rank = (s: Strength): number => STRENGTHS.indexOf(s)

describe('for any documents', () => {
  it('answers, and in terms that a login can be judged by', () => {
    fc.assert(
      fc.property(anyLevels, anySubject, anyBound, (levels, subject, bound) => {
        const is = effective(levels, subject, bound, WORTH)
        expect(rank(is.need.atLeast)).toBeGreaterThanOrEqual(rank('password'))
        expect(is.required).toBe(is.why.some((w) => w.level !== 'user'))
        if (is.required) expect(rank(is.need.atLeast)).toBeGreaterThanOrEqual(rank('two-step'))
        if (is.required) expect(is.need.types).toContain('password')
        for (const type of is.types) {
          const row = WORTH.find((w) => w.name === type && w.enrollable)
          expect(row).toBeDefined()
          // Whatever is offered for enrolment is enough once it is bound.
          if (is.required)
            expect([is.need.types?.includes(type), rank(row?.withPassword ?? 'none') >= rank(is.need.atLeast)]).toEqual([true, true])
        }
        expect(is.implied).toEqual(is.implied.length > 0 ? is.types : [])
        expect(is.password.minLength).toBeGreaterThanOrEqual(8)
        expect(is.skippableUntil).toBeGreaterThanOrEqual(0)
        for (const n of [is.session.idleMinutes, is.session.absoluteHours, is.skippableUntil])
          expect(n).toBeLessThan(Number.POSITIVE_INFINITY)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads the levels in any order alike', () => {
    fc.assert(
      fc.property(anyLevels, anySubject, (levels, subject) => {
        const [{ why: _, ...a }, { why: __, ...b }] = [
          effective(levels, subject, [], WORTH),
          effective(levels.toReversed(), subject, [], WORTH),
        ]
        expect(a).toEqual(b)
      }),
    )
  })

  // Somebody whose way is set, or who bound a factor freely, may be sent another way by a new level: that is what it is for.
  it('asks no less because one more level was added', () => {
    fc.assert(
      fc.property(anyLevels, anyLevel, anySubject, (levels, added, { selected, excepted }) => {
        const subject = { way: 'choose', selected, excepted } as const
        const before = effective(levels, subject, [], WORTH)
        const after = effective([...levels, added], subject, [], WORTH)
        fc.pre(after.types.length > 0) // nothing in common: has a test of its own above
        expect(rank(after.need.atLeast)).toBeGreaterThanOrEqual(rank(before.need.atLeast))
        expect(before.types).toEqual(expect.arrayContaining([...after.types]))
        if (before.need.types) expect(before.need.types).toEqual(expect.arrayContaining([...(after.need.types ?? ['everything'])]))
        expect(LEVELS.indexOf(after.password.level)).toBeGreaterThanOrEqual(LEVELS.indexOf(before.password.level))
        // A password that no longer stands alone may be shorter; otherwise lengths only grow.
        if (before.required === after.required) expect(after.password.minLength).toBeGreaterThanOrEqual(before.password.minLength)
        expect(after.session.idleMinutes).toBeLessThanOrEqual(before.session.idleMinutes)
        expect(after.session.absoluteHours).toBeLessThanOrEqual(before.session.absoluteHours)
        if (!before.required) return
        expect(after.required).toBe(true)
        expect(after.skippableUntil).toBeLessThanOrEqual(before.skippableUntil)
        expect([before.proveContact, after.proveContact]).not.toEqual([true, false])
      }),
      { numRuns: 2000 },
    )
  })
})
