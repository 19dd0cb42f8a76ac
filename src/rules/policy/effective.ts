/**
 * From the levels of policy that stand over a user to what this user must show, total and pure. Levels go from the
 * platform's floor to the account and, later, parent and role; the stricter wins attribute by attribute, and the answer says which level it was.
 */
import type { PasswordLevel, Policy, Subject } from '#rules/policy/policy.ts'
import { LEVELS } from '#rules/policy/policy.ts'
import type { Requirement } from '#rules/policy/requirement.ts'
import { atLeast, type Proof, STRENGTHS, type Strength, stronger } from '#rules/proof.ts'

export type Level = { readonly name: 'platform' | 'parent' | 'account' | 'role'; readonly policy: Policy }

/** What the factor types are worth, told by factors/: rules know no type by name. */
export type Worth = {
  readonly name: string
  readonly withPassword: Strength
  readonly contact: boolean
  /** The contact to which the link of a forgotten password goes. */
  readonly mailbox?: boolean
  readonly enrollable: boolean /** A contact that may be typed where none is on record. */
  readonly typed?: boolean /** Not granted to this account, or not set up: nobody binds it anew, and who has it keeps it. */
  readonly withheld?: boolean
}

export type Why = { readonly level: Level['name'] | 'user'; readonly what: string }

export type Effective = {
  readonly required: boolean
  readonly need: Requirement
  /** Types to offer for enrolment: the user's way where it is allowed, else all that are allowed. */
  readonly types: readonly string[]
  /** Contact types that may be asked without having been chosen by the person. */
  readonly implied: readonly string[]
  readonly proveContact: boolean
  /** No level minds that a mailbox alone recovers the password of somebody who holds nothing else. */
  readonly mailboxAlone: boolean
  readonly skippableUntil: number
  readonly password: { readonly minLength: number; readonly level: PasswordLevel }
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number }
  readonly why: readonly Why[]
}

const demands = ({ twoFactor: { mode } }: Policy, subject: Subject): boolean =>
  mode === 'everyone' || (mode === 'everyone-except' && !subject.excepted) || (mode === 'selected' && subject.selected)

/** `bound`: the second factors this user has bound. Unknown types in a document are never allowed. */
export function effective(levels: readonly Level[], subject: Subject, bound: readonly Proof[], worth: readonly Worth[]): Effective {
  const why: Why[] = []
  const strict = levels.filter((l) => demands(l.policy, subject))
  const required = strict.length > 0
  for (const l of strict) why.push({ level: l.name, what: `two-factor ${l.policy.twoFactor.mode}` })

  const known = worth.filter((w) => strict.every((l) => l.policy.twoFactor.types.includes(w.name)))
  // A level that demands nothing by itself still raises what is asked where another does.
  const asked = levels.reduce<Strength>((s, l) => stronger(s, l.policy.twoFactor.atLeast), 'two-step')
  const floor = strict.reduce<Strength>((s, l) => stronger(s, weakestOf(l.policy, worth)), asked)
  const listed = known.filter((w) => w.enrollable && atLeast(w.withPassword, floor))
  const allowed = listed.filter((w) => !w.withheld)
  const mine = allowed.filter((w) => w.name === subject.way)
  const way = mine.length > 0 ? mine : allowed
  if (required && mine.length > 0) why.push({ level: 'user', what: `asked by ${subject.way}` })

  const need = required ? demanded(floor, way.length > 0 ? way : listed, listed, worth) : voluntary(bound)
  if (!required && need.atLeast !== 'password') why.push({ level: 'user', what: 'has bound a second factor' })
  const only = required && way.length === 1 && way[0]?.contact === true ? [way[0].name] : []
  return {
    required,
    need,
    types: way.map((w) => w.name),
    implied: only,
    proveContact: required && levels.some((l) => l.policy.twoFactor.proveContact),
    mailboxAlone: levels.length > 0 && levels.every((l) => l.policy.recovery?.mailboxAlone === true),
    skippableUntil: required ? Math.min(...strict.map((l) => l.policy.twoFactor.skippableUntil ?? 0)) : 0,
    password: passwordRules(levels, need),
    session: {
      idleMinutes: Math.min(...levels.map((l) => l.policy.session.idleMinutes)),
      absoluteHours: Math.min(...levels.map((l) => l.policy.session.absoluteHours)),
    },
    why,
  }
}

/** What a level's own list amounts to: whatever others allow, nobody gets in for less. A list of unknown types is met by nothing. */
function weakestOf({ twoFactor }: Policy, worth: readonly Worth[]): Strength {
  const listed = worth.filter((w) => w.enrollable && twoFactor.types.includes(w.name))
  return STRENGTHS.find((s) => listed.some((w) => w.withPassword === s)) ?? 'phishing-resistant'
}

/** The weakest of the ways a user may go is enough; every allowed type at least as strong counts, recovery codes too. */
function demanded(floor: Strength, way: readonly Worth[], allowed: readonly Worth[], worth: readonly Worth[]): Requirement {
  const weakest = STRENGTHS.find((s) => way.some((w) => w.withPassword === s)) ?? floor
  const need = stronger(floor, weakest)
  const backup = worth.filter((w) => !w.enrollable && atLeast(w.withPassword, need))
  return { atLeast: need, types: ['password', ...[...allowed, ...backup].filter((w) => atLeast(w.withPassword, need)).map((w) => w.name)] }
}

/** Nothing is demanded: who has bound a second factor is asked for it all the same. */
function voluntary(bound: readonly Proof[]): Requirement {
  const weakest = STRENGTHS.find(
    (s) => s !== 'none' && s !== 'password' && bound.some((p) => p.type !== 'recovery-code' && p.withPassword === s),
  )
  return { atLeast: weakest ?? 'password' }
}

function passwordRules(levels: readonly Level[], need: Requirement): Effective['password'] {
  const second = atLeast(need.atLeast, 'two-step')
  const fallback = second ? 12 : 15
  const minLength = Math.max(...levels.map((l) => l.policy.password.minLength ?? (l.policy.password.level === 'modern' ? fallback : 8)))
  const level = LEVELS.findLast((x) => levels.some((l) => l.policy.password.level === x)) ?? 'modern'
  return { minLength, level }
}
