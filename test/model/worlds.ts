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
import { besideLink, isOn, isPassword, secondRank, suffices } from './own-words.ts'

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
const NUMBER = factor('number', 'sms')
export const MAILBOX = factor('mailbox', 'email')

export type World = { readonly facts: Facts; readonly vouched: boolean; readonly recovers: boolean }

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
  const told = having({ ...person, beside: [] }, person.held)
  return { vouched, recovers: false, facts: { ...person, ...told, ...owing, mailboxAlone: false, enrollable, now: NOW, maxFailures: 2 } }
}

/**
 * Who holds this, and what of it stands where: beside a link, what is not the mailbox; at the sign-in, recovery codes only
 * where they stand in for something as strong.
 */
export function having({ blocked, beside }: Pick<Facts, 'blocked' | 'beside'>, held: readonly Proof[]): Pick<Facts, 'held' | 'beside'> {
  const as = (p: Proof) => [...held, ...blocked].some((h) => h.type !== CODE.type && secondRank(h) >= secondRank(p))
  const others = beside.filter((b) => !isOn(held, b) && !(b.type === CODE.type && held.some((h) => h.type === CODE.type)))
  return { held: held.filter((h) => h.type !== CODE.type || as(h)), beside: [...held.filter(besideLink), ...others] }
}

/** What may be on record beside what is held: a number that was proven and never chosen, a sheet that stands in for nothing. */
const BESIDE: readonly (readonly Proof[])[] = [[], [NUMBER], [CODE], [NUMBER, CODE]]

/** Of what is demanded, only how much: which types count is not asked of whoever recovers. */
const DEMANDS = [need('none'), need('password'), ...STRENGTHS.map((s) => need(s)), need('strong', TYPES[1])]

/** Everybody who could have forgotten the password: need × held × blocked × beside × what the account says of mailboxes × grace × user. */
export function* forgetful(): Generator<World> {
  for (const what of DEMANDS)
    for (const held of HELD)
      for (const blocked of BLOCKED)
        for (const more of BESIDE)
          for (const mailboxAlone of both)
            for (const skippableUntil of [0, AFTER])
              for (const user of ['open', 'closed'] as const) {
                const told = having({ blocked, beside: more }, held)
                const rest = {
                  unkept: true,
                  issuesCodes: true,
                  mustChange: ['asked-by-administrator'],
                  proveContact: true,
                  contacts: [MAILBOX],
                }
                const person = { user, need: what, blocked, skippableUntil, mailboxAlone, ...rest, ...told }
                const facts = { ...person, enrollable: enrollableFor(what, person), now: NOW, maxFailures: 2 }
                yield { vouched: false, recovers: true, facts }
              }
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
  const without = (gone: Proof, blocked = facts.blocked): Facts => ({
    ...facts,
    blocked,
    ...having(
      { blocked, beside: facts.beside.filter((b) => b !== gone) },
      facts.held.filter((h) => h !== gone),
    ),
    ...(isPassword(gone) ? { enrollable: [] } : {}),
  })
  const seconds = facts.held.filter((h) => !isPassword(h))
  const forbidding = (type: string) => (facts.need.types ?? ['password', ...NEW_TYPES, 'recovery-code']).filter((t) => t !== type)
  return [
    { ...facts, user: 'closed' },
    ...facts.held.map((h) => without(h)),
    ...seconds.map((h) => without(h, [...facts.blocked, h])),
    under(need('phishing-resistant')),
    under(need('password')),
    ...seconds.map((h) => under(need(facts.need.atLeast, forbidding(h.type)))),
    { ...facts, contacts: [], enrollable: facts.enrollable.filter((t) => t !== 'email') },
    { ...facts, ...having(facts, [...facts.held.filter((h) => h.factor !== TOTP_2.factor), TOTP_2]) },
    ...facts.beside.filter((b) => !isOn(facts.held, b)).map((gone) => ({ ...facts, beside: facts.beside.filter((b) => b !== gone) })),
    { ...facts, mustChange: ['asked-by-administrator'] },
    { ...facts, now: AFTER },
  ]
}

function fail(): never {
  throw new Error('the wheel has no setting')
}
