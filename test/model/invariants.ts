/** What every login must keep at every step, one sentence each, in the words of own-words.ts. What holds of its questions is questions.ts; who walks is walk.ts. */
import { isDeepStrictEqual } from 'node:util'
import type { Asking, Decision, Effect, Event, Facts, Login, Next } from '#rules/login/login.ts'
import type { Proof } from '#rules/proof.ts'
import {
  enough,
  type History,
  hopeless,
  inGrace,
  isOn,
  isPassword,
  lackOf,
  mayBind,
  owesCodes,
  recoverable,
  secondRank,
  shownOf,
  strongestOf,
  worth,
} from './own-words.ts'
import { type Look, OF_LOOKS, offersOf } from './questions.ts'

/** One transition of a login that is asking. `before` and `after` are the facts around it, `lived` the history with this event in it. */
export type Step = Omit<Look, 'login' | 'asked' | 'facts'> & {
  readonly from: Asking
  readonly asked: Next
  readonly event: Event
  readonly before: Facts
  readonly after: Facts
  readonly lived: History
  readonly decision: Decision
  readonly did: readonly Effect['do'][]
}

const same = (a: unknown, b: unknown): boolean => a === b || isDeepStrictEqual(a, b)
const times = ({ did }: Step, what: Effect['do']): number => did.filter((d) => d === what).length
const entered = ({ decision }: Step): boolean => decision.login.is === 'granted'
const proofsOf = (login: Login): readonly Proof[] => login.proofs ?? []

/** A guess that must count: wrong, used before, or not what was asked for, while something could be answered. */
function failed({ asked, event, before }: Step): boolean {
  if (event.type === 'enrolled') return asked.kind === 'enrol' && asked.types.includes(event.proof.type) && event.verdict !== 'right'
  if (event.type !== 'answered') return false
  if (asked.kind === 'nothing') return before.held.some((h) => h.factor === event.factor) && event.verdict !== 'right'
  if (asked.kind !== 'answer' && asked.kind !== 'prove-contact') return false
  return event.verdict !== 'right' || !offersOf(asked).some((o) => o.factor === event.factor)
}

/** Each event that ends or settles something, and the one effect only it may have. */
const ONLY_BY: readonly [effect: Effect['do'], event: Event['type']][] = [
  ['bind', 'enrolled'],
  ['issue-codes', 'enrolled'],
  ['keep-codes', 'codes-kept'],
  ['set-password', 'password-changed'],
  ['forgive-passwords', 'password-changed'],
]
const ENDS: readonly Event['type'][] = ['expired', 'superseded', 'cancelled']

/** What must hold of every transition. */
export const OF_STEPS = {
  'a session opens exactly once, on entering granted': (s) => times(s, 'open-session') === (entered(s) ? 1 : 0),

  'the grant says what was proven': ({ decision }) =>
    decision.effects.every((e) => e.do !== 'open-session' || same(e.grant.proofs, proofsOf(decision.login))),

  'nothing asked, nothing changed': ({ from, decision, did }) => decision.asked || (same(decision.login, from) && did.length === 0),

  'only what was shown right in this login is proven': ({ decision, lived }) =>
    proofsOf(decision.login).every((p) => lived.right.has(p.factor)),

  'a proof is worth what its factor is, and says when': ({ from, decision, before, after }) =>
    proofsOf(decision.login).every((p) => {
      const old = proofsOf(from).some((o) => o.factor === p.factor && o.at === p.at)
      const held = [...after.held, ...after.contacts, ...after.beside].find((h) => h.factor === p.factor)
      return (old || p.at === before.now) && (!held || (held.alone === p.alone && held.withPassword === p.withPassword))
    }),

  'a session needs enough, of what is still held': (s) => {
    if (!entered(s)) return true
    const proofs = proofsOf(s.decision.login)
    // Old recovery codes may have gone with this very act; they were held when they were shown, and until it.
    const held = { ...s.after, held: [...s.after.held, ...s.before.held] }
    return proofs.every((p) => isOn(held.held, p)) && enough({ proofs }, held, s.lived)
  },

  'a session names each factor once': (s) =>
    !entered(s) || new Set(proofsOf(s.decision.login).map((p) => p.factor)).size === proofsOf(s.decision.login).length,

  'only an open user gets in': (s) => !entered(s) || s.before.user === 'open',

  'what is owed is settled before the session': (s) =>
    !entered(s) || ((s.before.mustChange.length === 0 || s.lived.changed) && !owesCodes(s.before, s.lived)),

  'a failed answer counts once, and no other': (s) => times(s, 'count-failure') === (failed(s) ? 1 : 0),

  'failures add up and end at the limit': (s) => {
    const failures = s.from.failures + (failed(s) ? 1 : 0)
    const { login } = s.decision
    const over = failures >= s.before.maxFailures
    return login.is === 'asking'
      ? login.failures === failures && !over
      : !failed(s) || (login.is === 'refused' && login.why === 'too-many-tries' && over)
  },

  'a right answer to what was asked is remembered': ({ event, asked, before, decision }) => {
    const askable = asked.kind === 'nothing' ? before.held : offersOf(asked)
    const right = event.type === 'answered' && event.verdict === 'right' && askable.some((o) => o.factor === event.factor)
    return !right || proofsOf(decision.login).some((p) => p.factor === event.factor)
  },

  'what is asked for is taken, and nothing else': ({ asked, event, decision, did }) => {
    const due = (kind: Next['kind']) => decision.asked === (asked.kind === kind || asked.kind === 'refuse')
    if (event.type === 'codes-kept')
      return due('save-recovery-codes') && did.includes('keep-codes') === (asked.kind === 'save-recovery-codes')
    if (event.type === 'password-changed') return due('new-password') && did.includes('set-password') === (asked.kind === 'new-password')
    if (event.type === 'skipped') return decision.asked === (asked.kind === 'refuse' || ('skippable' in asked && asked.skippable))
    if (event.type !== 'enrolled') return true
    return did.includes('bind') === (event.verdict === 'right' && asked.kind === 'enrol' && asked.types.includes(event.proof.type))
  },

  'no login waits that lacks nothing': (s) => {
    const { login, asked } = s.decision
    return login.is !== 'asking' || !asked || failed(s) || !['nothing', 'closed', 'hopeless'].includes(lackOf(login, s.after, s.lived))
  },

  'binding keeps promise 6': (s) =>
    times(s, 'bind') === 0 || (s.before.user === 'open' && s.event.type === 'enrolled' && mayBind(s.from, s.before, s.history)),

  'only a right code binds, and only a type that may be enrolled': ({ event, before, did }) =>
    !did.includes('bind') || (event.type === 'enrolled' && event.verdict === 'right' && before.enrollable.includes(event.proof.type)),

  'recovery codes come with a strong factor, and always then': (s) =>
    times(s, 'issue-codes') ===
    (times(s, 'bind') === 1 && s.event.type === 'enrolled' && secondRank(s.event.proof) >= 3 && s.before.issuesCodes ? 1 : 0),

  'each effect has its event': (s) =>
    ONLY_BY.every(([effect, event]) => times(s, effect) <= 1 && (times(s, effect) === 0 || s.event.type === event)),

  'what ends a login ends it': ({ event, decision }) =>
    !ENDS.includes(event.type) || (decision.login.is === 'refused' && decision.login.why === event.type),

  'a refusal is true': (s) => {
    const { from, event, before, decision } = s
    if (decision.login.is !== 'refused') return true
    const { why } = decision.login
    const now = { proofs: proofsOf(decision.login) }
    if (why === 'too-many-tries') return failed(s) && from.failures + 1 >= before.maxFailures
    if (why === 'user-closed') return before.user !== 'open' && lackOf(now, before, s.lived) === 'closed'
    if (why === 'cannot-satisfy' && s.lived.recovers) return lackOf(now, s.after, s.history) === 'hopeless'
    if (why === 'cannot-satisfy') return before.user === 'open' && worth(shownOf(now, s.after)) >= 1 && hopeless(now, s.after, s.lived)
    return event.type === why
  },

  'nobody is turned away while enrolment may be put off': ({ lived, before, decision }) =>
    lived.recovers ||
    decision.login.is !== 'refused' ||
    decision.login.why !== 'cannot-satisfy' ||
    !(inGrace(before) && strongestOf(before) === 0),

  // A link of 256 bits, sent to the mailbox on record, is a first door.
  'who is refused is told so only after the first door': ({ lived, decision, before }) =>
    lived.recovers ||
    decision.login.is !== 'refused' ||
    (decision.login.why !== 'user-closed' && decision.login.why !== 'cannot-satisfy') ||
    worth(shownOf({ proofs: proofsOf(decision.login) }, before)) >= 1,

  'enrolment is put off only inside grace, by whom holds nothing': ({ event, decision, before }) =>
    event.type !== 'skipped' || !decision.asked || decision.login.is === 'refused' || (inGrace(before) && strongestOf(before) === 0),

  'a recovery signs nobody in, and only a recovery recovers': (s) =>
    s.lived.recovers
      ? !entered(s) && times(s, 'open-session') === 0
      : s.decision.login.is !== 'recovered' && times(s, 'forgive-passwords') === 0,

  'a password is recovered by whom the matrix lets, with a new one': (s) => {
    const recovered = s.decision.login.is === 'recovered'
    const did = (['set-password', 'forgive-passwords'] as const).every((effect) => times(s, effect) === 1)
    if (!recovered) return !s.lived.recovers || times(s, 'set-password') === 0
    const allowed = s.before.user === 'open' && s.before.held.some(isPassword) && recoverable(s.from, s.before)
    return did && allowed && s.event.type === 'password-changed'
  },

  'a recovery touches no second factor': (s) =>
    !s.lived.recovers || (['bind', 'issue-codes', 'keep-codes'] as const).every((effect) => times(s, effect) === 0),
} satisfies Record<string, (step: Step) => boolean>

/** What must hold of every login that is granted, recovered or refused, whatever is tried on it. */
export const OF_ENDS = {
  'what is over stays over': ({ from, decision }) => same(decision.login, from) && decision.effects.length === 0 && !decision.asked,
} satisfies Record<string, (over: { readonly from: Login; readonly decision: Decision }) => boolean>

/** What must hold of all paths through one world together, and of two people side by side. */
export const OF_WORLDS = [
  'an open user with the right password, or the link for a new one, always has a way on, or is told there is none',
  'a stranger cannot tell open, closed and nobody apart',
] as const

export type Invariant = keyof typeof OF_LOOKS | keyof typeof OF_STEPS | keyof typeof OF_ENDS | (typeof OF_WORLDS)[number]
export const INVARIANTS = [...Object.keys(OF_LOOKS), ...Object.keys(OF_STEPS), ...Object.keys(OF_ENDS), ...OF_WORLDS] as Invariant[]
