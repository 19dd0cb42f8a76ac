/** The recovery matrix: who holds what under which policy, and what is asked beside the mailed link before a new password is set. */
import { describe, expect, it, test } from 'vitest'
import { catalogueOf, testedTypes } from '#factors/index.ts'
import { begin, decide } from '#rules/login/decide.ts'
import type { Facts, Login } from '#rules/login/login.ts'
import { next } from '#rules/login/next.ts'
import type { Level } from '#rules/policy/effective.ts'
import { factsOf, type OnRecord, type Record } from '#rules/policy/facts.ts'
import { DEFAULT_POLICY, OPERATOR_POLICY, PLATFORM_FLOOR, type Policy } from '#rules/policy/policy.ts'

const CATALOGUE = catalogueOf(testedTypes)
const NOW = 1_000

const on = (type: string, more: Partial<OnRecord> = {}): OnRecord => ({
  id: type,
  type,
  state: 'bound',
  disabled: false,
  usable: true,
  shown: true,
  ...more,
})
const PASSWORD = on('password')
const MAILBOX = on('email', { state: 'stored', shown: false })
const CHOSEN_MAILBOX = on('email')
const APP = on('totp')
const SHEET = on('recovery-code')
const NUMBER = on('sms', { state: 'stored' })
const off = (f: OnRecord): OnRecord => ({ ...f, disabled: true })

type Rules = Partial<Policy['twoFactor']> & { readonly alone?: boolean }
const policy = ({ alone, ...twoFactor }: Rules): Policy => ({
  ...DEFAULT_POLICY,
  twoFactor: { ...DEFAULT_POLICY.twoFactor, ...twoFactor },
  ...(alone === undefined ? {} : { recovery: { mailboxAlone: alone } }),
})
const OFF: Rules = { mode: 'off' }
const APPS: Rules = { mode: 'everyone', types: ['totp', 'passkey'], atLeast: 'strong' }
const CODES: Rules = { mode: 'everyone', types: ['email'], atLeast: 'two-step' }
const ANY: Rules = { mode: 'everyone', types: ['email', 'sms', 'totp'], atLeast: 'two-step' }
const SELECTED: Rules = { ...CODES, mode: 'selected' }

function judge(factors: readonly OnRecord[], rules: Rules, more: Partial<Record> = {}, levels: readonly Level[] = []): Facts {
  const record: Record = {
    user: 'open',
    subject: { way: 'choose', selected: false, excepted: false },
    factors: [PASSWORD, ...factors],
    mustChange: [],
    ...more,
  }
  const all: readonly Level[] = [{ name: 'platform', policy: PLATFORM_FLOOR }, ...levels, { name: 'account', policy: policy(rules) }]
  return factsOf(record, all, CATALOGUE, NOW).facts
}

/** What the link is answered with: the types that may be shown beside it, `alone`, or who is asked instead. */
function asked(facts: Facts): readonly string[] | string {
  const step = next(begin(false, true), facts)
  if (step.kind === 'answer') return step.factors.map((f) => f.type)
  if (step.kind === 'refuse') return step.why === 'cannot-satisfy' ? 'help' : step.why
  return step.kind === 'new-password' ? 'alone' : step.kind
}

const TABLE: readonly [who: string, factors: readonly OnRecord[], rules: Rules, beside: readonly string[] | string][] = [
  ['nothing demanded, nothing bound', [MAILBOX], OFF, 'alone'],
  ['not among the selected, nothing bound', [MAILBOX], SELECTED, 'alone'],
  ['nothing demanded, an app bound by choice', [MAILBOX, APP], OFF, ['totp']],
  ['nothing demanded, e-mail codes chosen', [CHOSEN_MAILBOX], OFF, 'help'],
  ['nothing demanded, e-mail codes chosen, and a sheet', [CHOSEN_MAILBOX, SHEET], OFF, ['recovery-code']],
  ['nothing demanded, only a sheet: the sign-in asks one door', [MAILBOX, SHEET], OFF, 'alone'],
  ['an app', [MAILBOX, APP], APPS, ['totp']],
  ['an app and its sheet', [MAILBOX, APP, SHEET], APPS, ['totp', 'recovery-code']],
  ['an app, its sheet and a number', [MAILBOX, APP, SHEET, NUMBER], APPS, ['totp', 'sms', 'recovery-code']],
  ['an app that failures disabled, and its sheet', [MAILBOX, off(APP), SHEET], APPS, ['recovery-code']],
  ['an app that failures disabled', [MAILBOX, off(APP)], APPS, 'help'],
  ['an app that failures disabled, where the mailbox will do for others', [MAILBOX, off(APP)], { ...APPS, alone: true }, 'help'],
  ['an app, in an account of e-mail codes', [MAILBOX, APP], CODES, ['totp']],
  ['an app and a chosen mailbox', [CHOSEN_MAILBOX, APP], ANY, ['totp']],
  ['an app not set up yet', [MAILBOX], APPS, 'help'],
  ['an app not set up yet, with time left for it', [MAILBOX], { ...APPS, skippableUntil: NOW + 1 }, 'alone'],
  ['an app not set up yet, and the time is over', [MAILBOX], { ...APPS, skippableUntil: NOW }, 'help'],
  ['an app, while others have time left', [MAILBOX, APP], { ...APPS, skippableUntil: NOW + 1 }, ['totp']],
  ['the mailbox alone', [MAILBOX], CODES, 'help'],
  ['the mailbox alone, where the account says it will do', [MAILBOX], { ...CODES, alone: true }, 'alone'],
  ['the mailbox alone, where the account says it will not', [MAILBOX], { ...CODES, alone: false }, 'help'],
  ['the mailbox and a sheet', [MAILBOX, SHEET], CODES, ['recovery-code']],
  ['the mailbox and a sheet, where the mailbox would do', [MAILBOX, SHEET], { ...CODES, alone: true }, ['recovery-code']],
  ['the mailbox and a sheet that failures disabled, where the mailbox would do', [MAILBOX, off(SHEET)], { ...CODES, alone: true }, 'help'],
  ['the mailbox and a sheet that was not kept', [MAILBOX, on('recovery-code', { state: 'issued' })], CODES, 'help'],
  ['the mailbox and a proven number', [MAILBOX, NUMBER], CODES, ['sms']],
  ['the mailbox and a number that was never proven', [MAILBOX, { ...NUMBER, shown: false }], CODES, 'help'],
  ['the mailbox and a number that was suspended', [MAILBOX, { ...NUMBER, usable: false }], { ...CODES, alone: true }, 'help'],
  ['the mailbox and a number that is only proposed', [MAILBOX, on('sms', { state: 'proposed', usable: false })], CODES, 'help'],
  ['codes by SMS', [MAILBOX, on('sms')], { ...ANY, types: ['sms'] }, ['sms']],
]

describe('beside the mailed link', () => {
  it.each(TABLE)('%s', (_who, factors, rules, beside) => {
    expect(asked(judge(factors, rules))).toEqual(beside)
  })

  it('a stored number counts only where SMS is granted; one that was chosen is kept', () => {
    const more = { withheld: ['sms'] }
    expect(asked(judge([MAILBOX, NUMBER], CODES, more))).toBe('help')
    expect(asked(judge([MAILBOX, on('sms')], CODES, more))).toEqual(['sms'])
  })

  it('the stricter level wins: the platform, or the operators’ own', () => {
    const strict: Level = { name: 'platform', policy: OPERATOR_POLICY }
    expect(asked(judge([MAILBOX], { ...CODES, alone: true }, {}, [strict]))).toBe('help')
    expect(asked(judge([MAILBOX], { ...OFF, alone: true }, {}, [strict]))).toBe('help')
  })

  it('nothing is recovered for whoever is disabled or has no password', () => {
    expect(asked(judge([MAILBOX], OFF, { user: 'closed' }))).toBe('user-closed')
    const { held, ...facts } = judge([MAILBOX, APP], OFF)
    expect(asked({ ...facts, held: held.filter((h) => h.type !== 'password') })).toBe('help')
  })
})

/** What was shown beside the link, one after the other, and what came of it. */
function shown(facts: Facts, ...answers: readonly string[]): Login {
  let login: Login = begin(false, true)
  for (const factor of answers) login = decide(login, { type: 'answered', factor, verdict: 'right' }, facts).login
  return decide(login, { type: 'password-changed' }, facts).login
}

describe('NIST SP 800-63B-4, 4.2: two codes of different kinds, or one and a bound factor', () => {
  const everything = judge([CHOSEN_MAILBOX, APP, SHEET, NUMBER], ANY)
  test.each([
    ['the link alone', [], 'asking'],
    ['the link and a code to the same mailbox', ['email'], 'asking'],
    ['the link and the old password', ['password'], 'asking'],
    ['the link and a passcode of the app', ['totp'], 'recovered'],
    ['the link and a code by SMS', ['sms'], 'recovered'],
    ['the link and a saved recovery code', ['recovery-code'], 'recovered'],
  ])('%s', (_what, answers, is) => {
    expect(shown(everything, ...answers).is).toBe(is)
  })

  test('where one door is asked, the link is enough; and it never opens a session', () => {
    const facts = judge([MAILBOX], OFF)
    const { login, effects } = decide(begin(false, true), { type: 'password-changed' }, facts)
    expect(login).toEqual({ is: 'recovered', proofs: [] })
    expect(effects.map((e) => e.do)).toEqual(['set-password', 'forgive-passwords', 'record'])
  })

  test('a wrong answer counts as at the sign-in, and ten end the recovery', () => {
    let login: Login = begin(false, true)
    for (let n = 0; n < 10; n++) {
      const decision = decide(login, { type: 'answered', factor: 'totp', verdict: 'wrong' }, everything)
      expect(decision.effects[0]).toEqual({ do: 'count-failure' })
      login = decision.login
    }
    expect(login).toMatchObject({ is: 'refused', why: 'too-many-tries' })
  })
})
