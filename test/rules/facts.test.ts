/** From a user's record and policy to the facts of a login: what is held, what is blocked, and that a password alone never binds a factor. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueOf, testedTypes } from '#factors/index.ts'
import { begin, decide } from '#rules/login/decide.ts'
import { next } from '#rules/login/next.ts'
import { factsOf, type OnRecord, type Record } from '#rules/policy/facts.ts'
import { DEFAULT_POLICY, MODES, type Policy, WAYS } from '#rules/policy/policy.ts'

const CATALOGUE = catalogueOf(testedTypes)
const NOW = 1_000

const on = (type: string, more: Partial<OnRecord> = {}): OnRecord => ({
  id: `${type} 1`,
  type,
  state: type === 'email' ? 'stored' : 'bound',
  disabled: false,
  usable: true,
  shown: false,
  ...more,
})
const PASSWORD = on('password')
const policy = (change: Partial<Policy['twoFactor']>): Policy => ({
  ...DEFAULT_POLICY,
  twoFactor: { ...DEFAULT_POLICY.twoFactor, atLeast: 'two-step', ...change },
})
const record = (factors: readonly OnRecord[], more: Partial<Record> = {}): Record => ({
  user: 'open',
  subject: { way: 'choose', selected: false, excepted: false },
  factors: [PASSWORD, ...factors],
  mustChange: [],
  ...more,
})
const judge = (factors: readonly OnRecord[], change: Partial<Policy['twoFactor']> = {}, more: Partial<Record> = {}) =>
  factsOf(record(factors, more), [{ name: 'account', policy: policy(change) }], CATALOGUE, NOW).facts
const types = (proofs: readonly { readonly type: string }[]) => proofs.map((p) => p.type)

describe('a number that took over by time', () => {
  it('opens the second door and recovers no password, by itself or by leaving the mailbox alone', () => {
    const number = on('sms', { proven: false })
    const facts = factsOf(
      record([on('email'), number]),
      [{ name: 'account', policy: { ...policy({ mode: 'off' }), recovery: { mailboxAlone: true } } }],
      CATALOGUE,
      NOW,
    ).facts
    expect(types(facts.held)).toEqual(['password', 'sms'])
    expect([types(facts.beside), facts.mailboxAlone]).toEqual([[], false])
    expect(types(judge([{ ...number, proven: true }]).beside)).toEqual(['sms'])
  })
})

describe('what is held', () => {
  it('is what is bound, and a stored mailbox only where that is the one way', () => {
    const both = [on('email'), on('totp')]
    expect(types(judge(both, { types: ['totp'] }).held)).toEqual(['password', 'totp'])
    expect(types(judge(both, { types: ['totp', 'email'] }).held)).toEqual(['password', 'totp'])
    expect(types(judge(both, { types: ['email'] }).held)).toEqual(['password', 'totp', 'email'])
  })

  it('comes in the order in which people are offered it, whatever came first', () => {
    expect(types(judge([on('recovery-code'), on('totp')]).held)).toEqual(['password', 'totp', 'recovery-code'])
  })

  it('is worth what the catalogue says, and nothing where it does not know the type', () => {
    const held = judge([on('totp'), on('palm')]).held.map((p) => [p.type, p.withPassword])
    expect(Object.fromEntries(held)).toEqual({ password: 'password', totp: 'strong', palm: 'none' })
  })

  it('leaves out what failures have disabled, but not who held it', () => {
    const facts = judge([on('totp', { disabled: true })])
    expect([types(facts.held), types(facts.blocked)]).toEqual([['password'], ['totp']])
  })

  it('counts a contact that the policy alone makes a factor as held, also when failures have disabled it', () => {
    for (const type of ['email', 'sms']) {
      const facts = judge([on('email'), on(type, { id: 'chosen by nobody', state: 'stored', disabled: true })], { types: [type] })
      expect(types(facts.blocked)).toEqual([type])
      expect(
        next({ ...begin(), proofs: facts.held.slice(0, 1) }, { ...facts, held: facts.held.slice(0, 1), skippableUntil: NOW + 1 }),
      ).toEqual({
        kind: 'refuse',
        why: 'cannot-satisfy',
      })
    }
  })

  it('asks no mailbox where messages may not go', () => {
    const facts = judge([on('email', { usable: false })], { types: ['email'] })
    expect([types(facts.held), types(facts.contacts), facts.enrollable]).toEqual([['password'], [], []])
  })

  it('takes a code from no mailbox that failures have disabled', () => {
    expect(judge([on('email', { disabled: true })], { types: ['totp'] }).contacts).toEqual([])
    expect(types(judge([on('email')], { types: ['totp'] }).contacts)).toEqual(['email'])
  })

  it('brings recovery codes into a login only where enrolment is guarded', () => {
    expect([true, false].map((proveContact) => judge([on('totp')], { proveContact }).issuesCodes)).toEqual([true, false])
  })

  it('lets recovery codes stand in for what is as strong as they are, disabled or not, and for nothing weaker', () => {
    const sheet = on('recovery-code')
    const asked = (...others: OnRecord[]) => judge([...others, sheet], { types: ['email', 'totp'] })
    expect(types(asked(on('totp')).held)).toEqual(['password', 'totp', 'recovery-code'])
    expect(types(asked(on('totp', { disabled: true })).held)).toEqual(['password', 'recovery-code'])
    expect(types(asked(on('email', { state: 'bound' })).held)).toEqual(['password', 'email'])
    expect(types(asked(on('email')).held)).toEqual(['password'])
    // Beside the link of a forgotten password they always count.
    expect(types(asked(on('email')).beside)).toEqual(['recovery-code'])
  })

  it('a policy raised from e-mail codes to the app asks no sheet: the mailbox leads to enrolment', () => {
    const facts = judge([on('email', { state: 'bound', shown: true }), on('recovery-code')], { types: ['totp'], atLeast: 'strong' })
    const first = decide(begin(), { type: 'answered', factor: PASSWORD.id, verdict: 'right' }, facts).login
    expect(first.is === 'asking' && next(first, facts)).toMatchObject({ kind: 'answer', factors: [{ type: 'email' }] })
    const second = decide(first, { type: 'answered', factor: 'email 1', verdict: 'right' }, facts).login
    expect(second.is === 'asking' && next(second, facts)).toMatchObject({ kind: 'enrol', types: ['totp'] })
    // The sheet they have stands in for the app from then on: no other is made.
    expect(facts.issuesCodes).toBe(false)
  })

  it('whoever holds only a sheet proves the mailbox before anything is bound, whatever the policy says of that', () => {
    expect(judge([on('email'), on('recovery-code')], { proveContact: false }).proveContact).toBe(true)
  })

  it('a sheet that was begun anew is not pressed upon whoever has kept one', () => {
    const issued = on('recovery-code', { id: 'new', state: 'issued' })
    expect([judge([on('totp'), issued]).unkept, judge([on('totp'), on('recovery-code'), issued]).unkept]).toEqual([true, false])
  })

  it('counts recovery codes once they are kept', () => {
    const issued = judge([on('totp'), on('recovery-code', { state: 'issued' })])
    expect([types(issued.held), issued.unkept, issued.issuesCodes]).toEqual([['password', 'totp'], true, true])
    const kept = judge([on('totp'), on('recovery-code')])
    expect([types(kept.held), kept.unkept, kept.issuesCodes]).toEqual([['password', 'totp', 'recovery-code'], false, false])
  })
})

describe('what may be enrolled', () => {
  it('is what the policy allows; a mailbox only when one is on record', () => {
    expect(judge([], { types: ['totp', 'email'] }).enrollable).toEqual(['totp'])
    expect(judge([on('email')], { types: ['totp', 'email'] }).enrollable).toEqual(['totp', 'email'])
    expect(judge([on('email', { disabled: true })], { types: ['totp', 'email'] }).enrollable).toEqual(['totp'])
  })
})

describe('promise 6', () => {
  it('a mailbox that has opened a second door before is proven again, whatever the policy became', () => {
    expect(judge([on('email', { shown: true })], { proveContact: false }).proveContact).toBe(true)
    expect(judge([on('email')], { proveContact: false }).proveContact).toBe(false)
  })

  const anyFactor = fc
    .record({
      type: fc.constantFrom('totp', 'email', 'mock', 'recovery-code', 'palm'),
      state: fc.constantFrom('bound', 'stored', 'issued'),
      disabled: fc.boolean(),
      usable: fc.boolean(),
      shown: fc.boolean(),
    })
    .map(({ type, state, ...f }, i = 0): OnRecord => {
      const fits =
        type === 'email'
          ? state === 'issued'
            ? 'stored'
            : state
          : type === 'recovery-code'
            ? state === 'stored'
              ? 'issued'
              : state
            : 'bound'
      // What was bound was shown once: that is how it was bound.
      return { ...f, type, state: fits, shown: f.shown || fits === 'bound', id: `${type} ${i}`, usable: type === 'email' ? f.usable : true }
    })
  const anyPolicy = fc
    .record({
      mode: fc.constantFrom(...MODES),
      types: fc.subarray(['totp', 'email', 'mock', 'palm']),
      atLeast: fc.constantFrom('two-step', 'strong', 'phishing-resistant'),
      proveContact: fc.boolean(),
      skippableUntil: fc.constantFrom(null, NOW - 1, NOW + 1),
    })
    .map(policy)

  it('for any record and policy, the password alone leads to enrolment only where nothing is bound and no mailbox must be proven', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyFactor, { selector: (f) => f.type, maxLength: 5 }),
        fc.array(anyPolicy, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(...WAYS),
        fc.boolean(),
        (factors, policies, way, selected) => {
          const levels = policies.map((p) => ({ name: 'account', policy: p }) as const)
          const { facts } = factsOf(record(factors, { subject: { way, selected, excepted: false } }), levels, CATALOGUE, NOW)
          const { login } = decide(begin(), { type: 'answered', factor: PASSWORD.id, verdict: 'right' }, facts)
          const bound = factors.filter((f) => f.state === 'bound' && f.type !== 'palm')
          if (login.is === 'granted') expect(facts.need.atLeast === 'password' || facts.now < facts.skippableUntil).toBe(true)
          if (login.is !== 'asking') return
          const asked = next(login, facts)
          // A dead end is never asked for.
          if (asked.kind === 'answer') expect(asked.factors.length).toBeGreaterThan(0)
          if (asked.kind !== 'enrol') return
          expect(asked.types.length).toBeGreaterThan(0)
          expect([bound.map((f) => f.type), facts.proveContact]).toEqual([[], false])
        },
      ),
      { numRuns: 5000 },
    )
  })
})
