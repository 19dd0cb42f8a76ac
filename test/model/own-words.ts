/**
 * What a login is worth and what it lacks, worked out again from the names of the factor types alone: nothing here calls the
 * code under test, so that a mistake in rules/ is not believed twice. The invariants are said in these words.
 */
import type { Facts } from '#rules/login/login.ts'
import type { Requirement } from '#rules/policy/requirement.ts'
import type { Proof } from '#rules/proof.ts'

const RANK: Readonly<Record<string, number>> = { none: 0, password: 1, 'two-step': 2, strong: 3, 'phishing-resistant': 4 }
/** What a second factor makes of the password beside it. */
const BESIDE: Readonly<Record<string, number>> = { password: 1, email: 2, mock: 2, totp: 3, sms: 3, 'recovery-code': 3, passkey: 4 }
/** What opens a door with nothing beside it. */
const ALONE: Readonly<Record<string, number>> = { password: 1, passkey: 4 }

/** A login as far as these words believe it: what it has proven. Everything else it says of itself is checked against its history. */
export type Told = { readonly proofs: readonly Proof[] }
/** What really happened on the way here, written down by the walk and not by the machine. */
export type History = {
  readonly vouched: boolean
  /** It began with the link of a forgotten password. */
  readonly recovers: boolean
  readonly right: ReadonlySet<string>
  readonly skipped: boolean
  readonly issued: boolean
  readonly kept: boolean
  readonly changed: boolean
}

export const isPassword = (p: Proof): boolean => p.type === 'password'
export const isOn = (list: readonly Proof[], p: Proof): boolean => list.some((x) => x.factor === p.factor)
export const secondRank = (p: Proof): number => (isPassword(p) ? 0 : (BESIDE[p.type] ?? 0))

/** 0 for nothing, 1 for the password, up to 4 for a passkey. */
export function worth(proofs: readonly Proof[], types?: readonly string[]): number {
  const counted = types ? proofs.filter((p) => types.includes(p.type)) : proofs
  const scale = counted.some(isPassword) ? BESIDE : ALONE
  return counted.reduce((best, p) => Math.max(best, scale[p.type] ?? 0), 0)
}

export const suffices = (need: Requirement, proofs: readonly Proof[]): boolean =>
  worth(proofs, need.types) >= Math.max(1, RANK[need.atLeast] ?? Number.POSITIVE_INFINITY)

/** What was proven and is still held: a proof goes with its factor. */
export const shownOf = (login: Told, facts: Facts): readonly Proof[] => login.proofs.filter((p) => isOn(facts.held, p))

export const strongestOf = (facts: Facts): number => Math.max(0, ...facts.held.map(secondRank), ...facts.blocked.map(secondRank))

export const inGrace = (facts: Facts): boolean => facts.now < facts.skippableUntil

/** Enough for a session; or, while nothing held could be asked for, put off inside the grace by choice or because there is no way to enrol yet. */
export function enough(login: Told, facts: Facts, history: History): boolean {
  const shown = shownOf(login, facts)
  if (suffices(facts.need, shown)) return true
  const mayWait = inGrace(facts) && strongestOf(facts) === 0 && worth(shown) >= 1
  return mayWait && (history.skipped || hopeless(login, facts, history))
}

/** Promise 6: the first door was opened, and the strongest factor held was proven, or, where none is held, the mailbox. */
export function mayBind(login: Told, facts: Facts, history: History): boolean {
  const shown = shownOf(login, facts)
  if (worth(shown) < 1) return false
  const strongest = strongestOf(facts)
  if (strongest > 0) return shown.some((p) => secondRank(p) >= strongest)
  return !facts.proveContact || history.vouched || login.proofs.some((p) => isOn(facts.contacts, p))
}

/** There is no way to what is needed: nothing to enrol, or nothing that could prove who enrols. */
export function hopeless(login: Told, facts: Facts, history: History): boolean {
  if (suffices(facts.need, facts.held)) return false
  if (facts.enrollable.length === 0) return true
  if (mayBind(login, facts, history)) return false
  const strongest = strongestOf(facts)
  return strongest > 0 ? !facts.held.some((p) => secondRank(p) >= strongest) : facts.contacts.length === 0
}

/** What a login with this history lacks. `closed` and `hopeless`: nothing that could be given. */
export type Lack = 'a proof' | 'an enrolment' | 'codes' | 'a password' | 'nothing' | 'closed' | 'hopeless'

export function lackOf(login: Told, facts: Facts, history: History): Lack {
  if (history.recovers) return lackInRecovery(login, facts, history)
  const open = facts.user === 'open'
  if (enough(login, facts, history)) {
    if (!open) return 'closed'
    if (owesCodes(facts, history)) return 'codes'
    return facts.mustChange.length > 0 && !history.changed ? 'a password' : 'nothing'
  }
  if (suffices(facts.need, facts.held) || worth(shownOf(login, facts)) < 1) return 'a proof'
  if (!open) return 'closed'
  if (hopeless(login, facts, history)) return 'hopeless'
  return mayBind(login, facts, history) ? 'an enrolment' : 'a proof'
}

/** What is on record that is not the mailbox the link went to: it can stand beside the link. */
export const besideLink = (p: Proof): boolean => !isPassword(p) && p.type !== 'email'

/**
 * The recovery matrix: the link alone where one door is asked, or none can be yet; where two are, something shown that is not
 * the mailbox; and where nothing of that kind is on record, help, unless the account says that the mailbox will do.
 */
export function recoverable(login: Told, facts: Facts): boolean {
  const oneDoor = (RANK[facts.need.atLeast] ?? 9) < 2 || (inGrace(facts) && strongestOf(facts) === 0)
  const shown = login.proofs.some((p) => besideLink(p) && isOn(facts.beside, p))
  return oneDoor || shown || (facts.mailboxAlone && facts.beside.length === 0)
}

function lackInRecovery(login: Told, facts: Facts, history: History): Lack {
  if (facts.user !== 'open') return 'closed'
  if (!facts.held.some(isPassword)) return 'hopeless'
  if (history.changed) return 'nothing'
  if (recoverable(login, facts)) return 'a password'
  return facts.beside.length > 0 ? 'a proof' : 'hopeless'
}

export const owesCodes = (facts: Facts, history: History): boolean =>
  (facts.unkept || history.issued) && strongestOf(facts) > 0 && !history.kept
