/**
 * The worlds in which the login machine is walked: who holds what, under which policy, and what may change while a login runs.
 *
 * Covered in full: need × held × blocked × contacts × proveContact × vouched × user. The rest (grace, codes never kept, codes
 * issued, a demanded password, nothing left to enrol) turns like a wheel beside that product: each of its settings meets every
 * value of every other dimension, and `owing` is its full product for the people it concerns.
 */
import { catalogueOf, testedTypes } from '#factors/index.ts'
import type { Facts } from '#rules/login/login.ts'
import type { Requirement } from '#rules/policy/requirement.ts'
import type { Proof, Strength } from '#rules/proof.ts'
import { isPassword, suffices } from './own-words.ts'

const CATALOGUE = catalogueOf(testedTypes)
const PASSKEY = { alone: 'phishing-resistant', withPassword: 'phishing-resistant' } as const

/** A factor on record, worth what the catalogue says. Passkeys are not in it yet, and the machine must bear them already. */
export function factor(id: string, type = id.replace(/ \d$/, '')): Proof {
  const worth = type === 'passkey' ? PASSKEY : CATALOGUE.find((t) => t.name === type)
  if (!worth) throw new Error(`no factor type ${type}`)
  return { type, factor: id, alone: worth.alone, withPassword: worth.withPassword }
}

export const PASSWORD = factor('password')
const TOTP_1 = factor('totp 1')
const TOTP_2 = factor('totp 2')
const CODE = factor('recovery-code 1')
const MOCK = factor('mock 1')
const KEY = factor('passkey 1')
export const MAILBOX = factor('mailbox', 'email')

export type World = { readonly facts: Facts; readonly vouched: boolean }

const STRENGTHS: readonly Strength[] = ['two-step', 'strong', 'phishing-resistant']
const TYPES = [
  undefined,
  ['password', 'totp', 'recovery-code'],
  ['password', 'email', 'mock', 'totp', 'recovery-code'],
  ['password', 'passkey'],
  ['totp', 'passkey'],
]
export const need = (atLeast: Strength, types?: readonly string[]): Requirement => ({ atLeast, ...(types ? { types } : {}) })
const NEEDS: readonly Requirement[] = [
  need('none'),
  need('password'),
  need('password', TYPES[4]),
  ...STRENGTHS.flatMap((s) => TYPES.map((types) => need(s, types))),
]

const HELD: readonly (readonly Proof[])[] = [
  [],
  [PASSWORD],
  [PASSWORD, TOTP_1],
  [PASSWORD, TOTP_1, TOTP_2],
  [PASSWORD, MAILBOX],
  [PASSWORD, CODE],
  [PASSWORD, TOTP_1, CODE],
  [PASSWORD, MOCK],
  [PASSWORD, MAILBOX, TOTP_1, CODE],
  [PASSWORD, KEY],
  [PASSWORD, MAILBOX, KEY],
  [KEY],
]
const BLOCKED: readonly (readonly Proof[])[] = [[], [factor('totp 3')], [factor('email 2')]]

const NOW = 1_000
const AFTER = 2_000
const NEW_TYPES = ['totp', 'email', 'mock', 'passkey']

/** What may be enrolled: everything that would then be enough, beside the password if there is one. A mailbox only where one is on record. */
const enrollableFor = (what: Requirement, { held, contacts }: Pick<Facts, 'held' | 'contacts'>): string[] =>
  NEW_TYPES.filter((t) => {
    const there = t !== 'email' || contacts.length > 0
    return there && (what.types?.includes(t) ?? true) && suffices(what, [...held.filter(isPassword), factor(t)])
  })

type Owing = Pick<Facts, 'unkept' | 'issuesCodes' | 'mustChange' | 'skippableUntil'> & { readonly stuck: boolean }
const both = [false, true]
const OWING: readonly Owing[] = both.flatMap((unkept) =>
  both.flatMap((issuesCodes) =>
    [[], ['asked-by-administrator']].flatMap((mustChange) =>
      [0, NOW, AFTER].flatMap((skippableUntil) => both.map((stuck) => ({ unkept, issuesCodes, mustChange, skippableUntil, stuck }))),
    ),
  ),
)

/** 53 settings, the first five twice: a prime, so that no other dimension turns in step with the wheel. */
const WHEEL = [...OWING, ...OWING.slice(0, 5)]

type Person = Pick<Facts, 'user' | 'need' | 'held' | 'blocked' | 'contacts' | 'proveContact'> & { readonly vouched: boolean }

function* people(): Generator<Person> {
  for (const what of NEEDS)
    for (const held of HELD)
      for (const blocked of BLOCKED)
        for (const contacts of [[MAILBOX], []])
          for (const proveContact of both)
            for (const vouched of both)
              for (const user of ['open', 'closed'] as const) yield { user, need: what, held, blocked, contacts, proveContact, vouched }
  // A name nobody has holds a password that is never right, and nothing else.
  for (const what of NEEDS)
    for (const proveContact of both)
      yield { user: 'nobody', need: what, held: [PASSWORD], blocked: [], contacts: [], proveContact, vouched: false }
}

function world({ vouched, ...person }: Person, { stuck, ...owing }: Owing): World {
  const enrollable = stuck ? [] : enrollableFor(person.need, person)
  return { vouched, facts: { ...person, ...owing, enrollable, now: NOW, maxFailures: 2 } }
}

/** The full product over people, each with `turns` settings of the wheel. */
export function* product(turns: number): Generator<World> {
  let turn = 0
  for (const person of people()) {
    for (let i = 0; i < turns; i++) yield world(person, WHEEL[turn++ % WHEEL.length] ?? fail())
  }
}

/** Every setting of the wheel, for open users with and without a factor, a mailbox and somebody to vouch for them. */
export function* owing(): Generator<World> {
  const holdings = [[PASSWORD], [PASSWORD, TOTP_1], [PASSWORD, MAILBOX], [PASSWORD, CODE]]
  for (const setting of OWING)
    for (const held of holdings)
      for (const contacts of [[MAILBOX], []])
        for (const vouched of both)
          for (const what of [need('password'), need('two-step'), need('strong', TYPES[1])])
            yield world({ user: 'open', need: what, held, blocked: [], contacts, proveContact: true, vouched }, setting)
}

/** Every nth world: for what is walked once more with everything that may change on the way. */
export function* everyNth(n: number, worlds: Iterable<World>): Generator<World> {
  let i = 0
  for (const one of worlds) if (i++ % n === 0) yield one
}

/** What may change between two steps of one login, each by somebody else's hand. */
export function changesOf(facts: Facts): Facts[] {
  const under = (what: Requirement): Facts => ({ ...facts, need: what, enrollable: enrollableFor(what, facts) })
  const without = (gone: Proof): Facts => ({
    ...facts,
    held: facts.held.filter((h) => h !== gone),
    ...(isPassword(gone) ? { enrollable: [] } : {}),
  })
  const seconds = facts.held.filter((h) => !isPassword(h))
  const forbidding = (type: string) => (facts.need.types ?? ['password', ...NEW_TYPES, 'recovery-code']).filter((t) => t !== type)
  return [
    { ...facts, user: 'closed' },
    ...facts.held.map(without),
    ...seconds.map((h) => ({ ...without(h), blocked: [...facts.blocked, h] })),
    under(need('phishing-resistant')),
    under(need('password')),
    ...seconds.map((h) => under(need(facts.need.atLeast, forbidding(h.type)))),
    { ...facts, contacts: [], enrollable: facts.enrollable.filter((t) => t !== 'email') },
    { ...facts, held: [...facts.held.filter((h) => h.factor !== TOTP_2.factor), TOTP_2] },
    { ...facts, mustChange: ['asked-by-administrator'] },
    { ...facts, now: AFTER },
  ]
}

function fail(): never {
  throw new Error('the wheel has no setting')
}
