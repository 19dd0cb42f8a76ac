/**
 * The login machine: (login, event, facts) in, (login, effects) out. No clock, no chance, no database: everything it
 * knows is an argument, so test/model visits every state it has. Step-up is the same machine with another requirement.
 */
import { standing } from '#rules/login/held.ts'
import type { Asking, Decision, Effect, Event, Facts, Grant, Login, Reason } from '#rules/login/login.ts'
import { next } from '#rules/login/next.ts'
import { atLeast, type Proof } from '#rules/proof.ts'

/**
 * A login before anything was shown. `vouched`: behind it stands an invitation or the set-up link; `recovers`: the link of a
 * forgotten password.
 */
export const begin = (vouched = false, recovers = false): Asking => ({
  is: 'asking',
  proofs: [],
  failures: 0,
  vouched,
  recovers,
  codes: 'none',
  changed: false,
  skipped: false,
})

export function decide(login: Login, event: Event, facts: Facts): Decision {
  if (login.is !== 'asking') return unasked(login)
  switch (event.type) {
    case 'answered':
      return answered(login, event, facts)
    case 'enrolled':
      return enrolled(login, event, facts)
    case 'codes-kept':
    case 'password-changed':
    case 'skipped':
      return stepped(login, event.type, facts)
    default:
      return refuse(login, event.type)
  }
}

function answered(login: Asking, event: Event & { type: 'answered' }, facts: Facts): Decision {
  const step = next(login, facts)
  if (step.kind === 'refuse') return refuse(login, step.why)
  const offered = step.kind === 'answer' ? step.factors : step.kind === 'prove-contact' ? step.contacts : []
  // A policy that was lowered meanwhile leaves nothing to ask: any right answer then closes the login.
  const askable = step.kind === 'nothing' ? facts.held : offered
  const proof = askable.find((h) => h.factor === event.factor)
  if (!proof && step.kind !== 'answer' && step.kind !== 'prove-contact') return unasked(login)
  if (!proof || event.verdict !== 'right') return failed(login, facts)
  const proofs = withProof(login, facts, { ...proof, at: facts.now })
  return advance({ ...login, proofs }, facts, [{ do: 'record', what: `proved ${proof.type}` }])
}

/** One proof more, and those that still stand, of factors held and of contacts on record. A factor shown again was shown once. */
const withProof = (login: Asking, facts: Facts, proof: Proof): readonly Proof[] => {
  const known = login.recovers ? facts.beside : [...facts.held, ...facts.contacts]
  return [...login.proofs.filter((p) => p.factor !== proof.factor && known.some((k) => k.factor === p.factor)), proof]
}

function enrolled(login: Asking, event: Event & { type: 'enrolled' }, facts: Facts): Decision {
  const step = next(login, facts)
  if (step.kind === 'refuse') return refuse(login, step.why)
  if (step.kind !== 'enrol' || !step.types.includes(event.proof.type)) return unasked(login)
  if (event.verdict !== 'right') return failed(login, facts)
  const proof = { ...event.proof, at: facts.now }
  const now: Facts = { ...facts, held: [...facts.held.filter((h) => h.factor !== proof.factor), event.proof] }
  // Recovery codes are worth as much as the factor they stand in for: a mailbox has none.
  const issues = facts.issuesCodes && atLeast(proof.withPassword, 'strong')
  const codes = issues ? ('owed' as const) : login.codes
  const effects: Effect[] = [
    { do: 'bind' },
    { do: 'record', what: `enrolled ${proof.type}` },
    ...(issues ? [{ do: 'issue-codes' } as const] : []),
  ]
  return advance({ ...login, proofs: withProof(login, now, proof), codes }, now, effects)
}

function stepped(login: Asking, what: 'codes-kept' | 'password-changed' | 'skipped', facts: Facts): Decision {
  const step = next(login, facts)
  if (step.kind === 'refuse') return refuse(login, step.why)
  if (what === 'codes-kept' && step.kind === 'save-recovery-codes')
    return advance({ ...login, codes: 'kept' }, facts, [{ do: 'keep-codes' }, { do: 'record', what: 'recovery codes kept' }])
  if (what === 'password-changed' && step.kind === 'new-password') return advance({ ...login, changed: true }, facts, newPassword(login))
  if (what === 'skipped' && (step.kind === 'enrol' || step.kind === 'prove-contact') && step.skippable)
    return advance({ ...login, skipped: true }, facts, [{ do: 'record', what: 'enrolment put off' }])
  return unasked(login)
}

/** Strangers who tried a hundred passwords have ended only that password: whoever recovers has another one. */
const newPassword = ({ recovers }: Asking): readonly Effect[] => [
  { do: 'set-password' },
  ...(recovers ? [{ do: 'forgive-passwords' } as const] : []),
  { do: 'record', what: recovers ? 'password recovered' : 'password changed' },
]

/** One step further: a session if nothing is left to ask, a refusal if there is no way on. */
function advance(login: Asking, facts: Facts, effects: readonly Effect[]): Decision {
  const step = next(login, facts)
  if (step.kind === 'refuse') return refuse(login, step.why, ...effects)
  if (step.kind !== 'nothing') return { login, effects, asked: true }
  if (login.recovers) return { login: { is: 'recovered', proofs: login.proofs }, effects, asked: true }
  const proofs = standing(login, facts)
  return { login: { is: 'granted', proofs }, effects: [...effects, { do: 'open-session', grant: mint(proofs) }], asked: true }
}

function failed(login: Asking, facts: Facts): Decision {
  const failures = login.failures + 1
  const count: Effect = { do: 'count-failure' }
  return failures < facts.maxFailures
    ? { login: { ...login, failures }, effects: [count], asked: true }
    : refuse(login, 'too-many-tries', count)
}

const refuse = (login: Asking, why: Reason, ...first: readonly Effect[]): Decision => ({
  login: { is: 'refused', why, ...(login.proofs.length > 0 ? { proofs: login.proofs } : {}) },
  effects: [...first, { do: 'record', what: `refused: ${why}` }],
  asked: true,
})

const unasked = (login: Login): Decision => ({ login, effects: [], asked: false })

const mint = (proofs: readonly Proof[]): Grant => ({ proofs }) as unknown as Grant
