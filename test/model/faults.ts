/** Faults put into the login machine on purpose, each with the invariant that must notice it. They are tried in faults.test.ts. */
import type { Asking, Decision, Effect, Event, Facts, Grant, Login, Next } from '#rules/login/login.ts'
import type { Proof } from '#rules/proof.ts'
import type { Invariant } from './invariants.ts'
import { isPassword } from './own-words.ts'
import { type Machine, machine } from './walk.ts'
import { factor } from './worlds.ts'

const { decide, next } = machine
type Fault = Partial<Machine>
/** The machine is told something else than what is true. */
const toldOf = (lie: (facts: Facts, login: Login, event: Event) => Partial<Facts>): Fault => ({
  decide: (l, e, f) => decide(l, e, { ...f, ...lie(f, l, e) }),
})
/** It takes one event for another. */
const hearing = (other: (event: Event) => Event): Fault => ({ decide: (l, e, f) => decide(l, other(e), f) })
/** It is in another state than it was left in. */
const from = (other: (login: Asking) => Partial<Asking>): Fault => ({
  decide: (l, e, f) => decide(l.is === 'asking' ? { ...l, ...other(l) } : l, e, f),
})
/** It says something else than it decided. */
const saying = (other: (decision: Decision, event: Event, login: Login, facts: Facts) => Decision): Fault => ({
  decide: (l, e, f) => other(decide(l, e, f), e, l, f),
})
/** It asks something else. */
const asking = (other: (asked: Next, login: Asking, facts: Facts) => Next): Fault => ({ next: (l, f) => other(next(l, f), l, f) })

const without = (d: Decision, effect: Effect['do']): Decision => ({ ...d, effects: d.effects.filter((e) => e.do !== effect) })
const twice = (d: Decision, effect: Effect['do']): Decision => ({
  ...d,
  effects: [...d.effects, ...d.effects.filter((e) => e.do === effect)],
})
const proving = (d: Decision, change: (proofs: readonly Proof[]) => readonly Proof[]): Decision =>
  d.login.is === 'refused' ? d : { ...d, login: { ...d.login, proofs: change(d.login.proofs) } }
const granted = (d: Decision): boolean => d.effects.some((e) => e.do === 'open-session')
const offering = (change: (factors: readonly Proof[], login: Asking, facts: Facts) => readonly Proof[]): Fault =>
  asking((asked, login, facts) => (asked.kind === 'answer' ? { ...asked, factors: change(asked.factors, login, facts) } : asked))
const isWrong = (e: Event): boolean => 'verdict' in e && e.verdict === 'wrong'
const also = (d: Decision, where: Effect['do'], what: 'forgive-passwords'): Decision =>
  d.login.is !== 'recovered' && d.effects.some((e) => e.do === where) ? { ...d, effects: [...d.effects, { do: what }] } : d
const signedIn = (d: Decision, proofs: readonly Proof[]): Decision => ({
  ...d,
  login: { is: 'granted', proofs },
  effects: [...d.effects, { do: 'open-session', grant: { proofs } as unknown as Grant }],
})
const closed: Decision = { login: { is: 'refused', why: 'user-closed' }, effects: [{ do: 'count-failure' }], asked: true }
const away: Decision = { login: { is: 'refused', why: 'cannot-satisfy' }, effects: [], asked: true }

export const FAULTS: readonly [fault: string, invariant: Invariant, change: Fault][] = [
  [
    'a used code counts again',
    'only what was shown right in this login is proven',
    hearing((e) => (e.type === 'answered' && e.verdict === 'reused' ? { ...e, verdict: 'right' } : e)),
  ],
  ['a closed user gets in', 'only an open user gets in', toldOf(() => ({ user: 'open' }))],
  ['a forbidden type counts', 'a session needs enough, of what is still held', toldOf((f) => ({ need: { atLeast: f.need.atLeast } }))],
  [
    'a removed factor counts',
    'a session needs enough, of what is still held',
    toldOf((f, l) => ({ held: [...f.held, ...(l.proofs ?? []).filter((p) => !f.held.some((h) => h.factor === p.factor))] })),
  ],
  [
    'strong is strong enough',
    'a session needs enough, of what is still held',
    toldOf((f) => ({ need: f.need.atLeast === 'phishing-resistant' ? { ...f.need, atLeast: 'strong' } : f.need })),
  ],
  ['grace never ends', 'a session needs enough, of what is still held', toldOf((f) => ({ skippableUntil: f.now + 1 }))],
  [
    'who holds a factor puts enrolment off',
    'enrolment is put off only inside grace, by whom holds nothing',
    toldOf((f, _, e) => (e.type === 'skipped' ? { held: f.held.filter(isPassword), blocked: [] } : {})),
  ],
  ['the session is forgotten', 'a session opens exactly once, on entering granted', saying((d) => without(d, 'open-session'))],
  ['two sessions for one login', 'a session opens exactly once, on entering granted', saying((d) => twice(d, 'open-session'))],
  [
    'the session claims a passkey',
    'the grant says what was proven',
    saying((d) => proving(d, (ps) => (granted(d) ? [...ps, factor('passkey 1')] : ps))),
  ],
  ['a factor is named twice', 'a session names each factor once', saying((d) => proving(d, (ps) => (granted(d) ? [...ps, ...ps] : ps)))],
  [
    'a refused login starts anew',
    'what is over stays over',
    { decide: (l, e, f) => decide(l.is === 'refused' ? machine.begin() : l, e, f) },
  ],
  [
    'nothing expires',
    'what ends a login ends it',
    saying((d, e, l) => (e.type === 'expired' ? { login: l, effects: [], asked: false } : d)),
  ],
  ['failures go unseen', 'a failed answer counts once, and no other', saying((d) => without(d, 'count-failure'))],
  ['a failure counts twice', 'a failed answer counts once, and no other', saying((d) => twice(d, 'count-failure'))],
  ['one try too many', 'failures add up and end at the limit', toldOf((f) => ({ maxFailures: f.maxFailures + 1 }))],
  [
    'a right answer wipes the failures of the login',
    'failures add up and end at the limit',
    saying((d, e) =>
      d.login.is === 'asking' && d.asked && e.type === 'answered' && !d.effects.some((x) => x.do === 'count-failure')
        ? { ...d, login: { ...d.login, failures: 0 } }
        : d,
    ),
  ],
  [
    'the password is forgotten',
    'a right answer to what was asked is remembered',
    saying((d) => (d.login.is === 'asking' ? proving(d, (ps) => ps.filter((p) => !isPassword(p))) : d)),
  ],
  [
    'proofs carry no time',
    'a proof is worth what its factor is, and says when',
    saying((d) => proving(d, (ps) => ps.map(({ at: _, ...p }) => p))),
  ],
  ['the password alone binds a factor', 'binding keeps promise 6', from(() => ({ vouched: true }))],
  ['a hundred wrong codes buy an enrolment', 'binding keeps promise 6', toldOf(() => ({ blocked: [] }))],
  [
    'the factor held need not be proven',
    'binding keeps promise 6',
    toldOf((f, _, e) => (e.type === 'enrolled' ? { held: f.held.filter(isPassword), blocked: [], proveContact: false } : {})),
  ],
  [
    'a wrong code binds',
    'only a right code binds, and only a type that may be enrolled',
    hearing((e) => (e.type === 'enrolled' ? { ...e, verdict: 'right' } : e)),
  ],
  [
    'any type may be enrolled',
    'only a right code binds, and only a type that may be enrolled',
    toldOf(() => ({ enrollable: ['totp', 'email', 'mock', 'passkey'] })),
  ],
  [
    'recovery codes for a mailbox',
    'recovery codes come with a strong factor, and always then',
    saying((d, e) =>
      e.type === 'enrolled' && e.proof.type === 'email' && d.effects.some((x) => x.do === 'bind')
        ? { ...d, effects: [...d.effects, { do: 'issue-codes' }] }
        : d,
    ),
  ],
  [
    'codes need not be kept',
    'what is owed is settled before the session',
    { decide: (l, e, f) => decide(l.is === 'asking' ? { ...l, codes: 'kept' } : l, e, { ...f, issuesCodes: false }) },
  ],
  ['the demanded password is forgotten', 'what is owed is settled before the session', toldOf(() => ({ mustChange: [] }))],
  [
    'every right answer sets a password',
    'each effect has its event',
    saying((d, e) => (e.type === 'answered' && d.asked ? { ...d, effects: [...d.effects, { do: 'set-password' }] } : d)),
  ],
  [
    'a step not asked for is taken',
    'nothing asked, nothing changed',
    saying((d, e) =>
      e.type === 'password-changed' && d.login.is === 'asking' && !d.asked ? { ...d, login: { ...d.login, changed: true } } : d,
    ),
  ],
  ['whoever must enrol is sent away', 'a refusal is true', toldOf(() => ({ enrollable: [] }))],
  [
    'whoever must enrol is sent away, inside grace too',
    'nobody is turned away while enrolment may be put off',
    saying((d, e, l, f) => (l.is === 'asking' && e.type === 'answered' && d.login.is === 'asking' && f.skippableUntil > f.now ? away : d)),
  ],
  [
    'kept codes are never believed',
    'an open user with the right password, or the link for a new one, always has a way on, or is told there is none',
    saying((d, e, l) => (e.type === 'codes-kept' ? { login: l, effects: [], asked: false } : d)),
  ],
  [
    'anyone hears of a closed user',
    'who is refused is told so only after the first door',
    saying((d, e, l, f) => (l.is === 'asking' && f.user === 'closed' && isWrong(e) ? closed : d)),
  ],
  [
    'an unused name gets one try',
    'a stranger cannot tell open, closed and nobody apart',
    toldOf((f) => (f.user === 'nobody' ? { maxFailures: 1 } : {})),
  ],
  [
    'what may be put off is not let be',
    'what is asked for is taken, and nothing else',
    saying((d, e, l) => (e.type === 'skipped' ? { login: l, effects: [], asked: false } : d)),
  ],
  [
    'anybody who comes this far may set a password',
    'what is asked for is taken, and nothing else',
    saying((d, e, l) =>
      e.type === 'password-changed' && l.is === 'asking' && !d.asked
        ? { login: { ...l, changed: true }, effects: [{ do: 'set-password' }], asked: true }
        : d,
    ),
  ],
  [
    'a forbidden type is offered',
    'an offer is of a type that counts',
    offering((factors, _, f) => [...factors, ...f.held.filter((h) => !factors.includes(h))]),
  ],
  [
    'whoever has shown enough is left standing',
    'no login waits that lacks nothing',
    saying((d, _, l) => (granted(d) && l.is === 'asking' ? { ...d, login: { ...l, ...d.login, is: 'asking' }, effects: [] } : d)),
  ],
  [
    'nothing to choose from',
    'no question is without an answer',
    asking((asked) => (asked.kind === 'enrol' ? { ...asked, types: [] } : asked)),
  ],
  ['a blocked factor is offered', 'an offer is on record and not yet shown', offering((factors, _, f) => [...factors, ...f.blocked])],
  ['a shown factor is offered again', 'an offer is on record and not yet shown', offering((factors, l) => [...factors, ...l.proofs])],
  ['all that is held is offered', 'an offer leads on', offering((factors, _, f) => [...factors, ...f.held])],
  [
    'a code is asked for first',
    'the password comes before what needs it',
    offering((factors, _, f) => [...f.held.filter((h) => h.type === 'totp'), ...factors]),
  ],
  [
    'the mailbox is skipped on the way to enrolment',
    'only whom promise 6 lets bind is sent to enrol',
    asking((asked, _, f) => (asked.kind === 'prove-contact' ? { kind: 'enrol', types: f.enrollable, skippable: asked.skippable } : asked)),
  ],
  [
    'grace is not offered',
    'only what may be put off can be skipped, and all of that',
    asking((asked) => ('skippable' in asked ? { ...asked, skippable: false } : asked)),
  ],
  [
    'the new password comes before the codes',
    'what is asked is what is lacking',
    asking((asked, _, f) => (asked.kind === 'save-recovery-codes' && f.mustChange.length > 0 ? { kind: 'new-password' } : asked)),
  ],
  [
    'the mailed code counts beside the mailed link',
    'beside the link nothing is asked for that came by the same mail, nor the password',
    asking((asked, l, f) => (l.recovers && asked.kind === 'answer' ? { ...asked, factors: [...asked.factors, ...f.contacts] } : asked)),
  ],
  [
    'a sheet opens the second door of a mailbox',
    'a sheet of codes that stands in for nothing as strong opens no door',
    asking((asked, l, f) => {
      const sheet = f.beside.filter((b) => b.type === 'recovery-code' && !f.held.includes(b))
      return !l.recovers && asked.kind === 'answer' ? { ...asked, factors: [...asked.factors, ...sheet] } : asked
    }),
  ],
  [
    'a new password signs in',
    'a recovery signs nobody in, and only a recovery recovers',
    saying((d) => (d.login.is === 'recovered' ? signedIn(d, d.login.proofs) : d)),
  ],
  [
    'a sign-in forgives',
    'a recovery signs nobody in, and only a recovery recovers',
    saying((d) => also(d, 'set-password', 'forgive-passwords')),
  ],
  [
    'the mailbox is always enough',
    'a password is recovered by whom the matrix lets, with a new one',
    toldOf(() => ({ need: { atLeast: 'password' } })),
  ],
  [
    'what is disabled need not be shown',
    'a password is recovered by whom the matrix lets, with a new one',
    toldOf((f, l) => (l.is === 'asking' && l.recovers && f.blocked.length > 0 ? { beside: [], mailboxAlone: true } : {})),
  ],
  [
    'the strangers’ hundred tries are not forgiven',
    'a password is recovered by whom the matrix lets, with a new one',
    saying((d) => without(d, 'forgive-passwords')),
  ],
  [
    'a recovery keeps the codes it finds',
    'a recovery touches no second factor',
    saying((d) => (d.login.is === 'recovered' ? { ...d, effects: [...d.effects, { do: 'keep-codes' }] } : d)),
  ],
]
