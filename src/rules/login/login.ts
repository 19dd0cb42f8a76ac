/** The data of the login machine: its states, what may happen to it, and what it is told about the world. decide.ts moves it. */
import type { Requirement } from '#rules/policy/requirement.ts'
import type { Proof } from '#rules/proof.ts'

export type Asking = {
  readonly is: 'asking'
  readonly proofs: readonly Proof[]
  readonly failures: number
  /** An invitation or the set-up link stands behind this login: it proves the mailbox or the terminal it was sent to. */
  readonly vouched: boolean
  /** A mailed link stands in the place of the first door: what this login ends with is a new password and never a session. */
  readonly recovers: boolean
  /** Recovery codes made in this login and not yet confirmed as kept, or confirmed. */
  readonly codes: 'none' | 'owed' | 'kept'
  /** A new password was chosen in this login. */
  readonly changed: boolean
  readonly skipped: boolean
}
export type Login =
  | Asking
  | { readonly is: 'granted'; readonly proofs: readonly Proof[] }
  /** The end of a login that recovers: the password is new, and nobody is signed in. */
  | { readonly is: 'recovered'; readonly proofs: readonly Proof[] }
  | { readonly is: 'refused'; readonly why: Reason; readonly proofs?: readonly Proof[] }

/** Why a login ended without a session. */
export type Reason = 'too-many-tries' | 'expired' | 'user-closed' | 'cannot-satisfy' | 'superseded' | 'cancelled'

/** What is true now. A name nobody has holds a password that is never right. */
export type Facts = {
  readonly user: 'open' | 'closed' | 'nobody'
  readonly need: Requirement
  /** What can be shown now: bound factors, and the contacts that the policy lets count without having been chosen. */
  readonly held: readonly Proof[]
  /** What failures have disabled of the same, or contacts that were suspended: they cannot be shown, but whoever enrols must have more than them. */
  readonly blocked: readonly Proof[]
  /** Mailboxes on record, to prove before a first enrolment. */
  readonly contacts: readonly Proof[]
  /** What can be shown beside the link of a forgotten password: anything bound or proven that is not the mailbox. */
  readonly beside: readonly Proof[]
  /** The account lets the mailbox alone recover a password, and nothing but the mailbox is on record. */
  readonly mailboxAlone: boolean
  /** Factor types that may be enrolled now and would meet the need. */
  readonly enrollable: readonly string[]
  /** A first enrolment needs the mailbox proven (policy, promise 6). */
  readonly proveContact: boolean
  /** Recovery codes were issued earlier and never confirmed as kept. */
  readonly unkept: boolean
  /** A second factor enrolled now comes with recovery codes. */
  readonly issuesCodes: boolean
  /** Why a new password is demanded; empty when it is not. */
  readonly mustChange: readonly string[]
  /** Until when enrolment may be put off; 0 for not at all. */
  readonly skippableUntil: number
  readonly now: number
  readonly maxFailures: number
}

export type Verdict = 'right' | 'wrong' | 'reused'
export type Event =
  | { readonly type: 'answered'; readonly factor: string; readonly verdict: Verdict }
  | { readonly type: 'enrolled'; readonly proof: Proof; readonly verdict: Verdict }
  | { readonly type: 'codes-kept' | 'password-changed' | 'skipped' | 'expired' | 'superseded' | 'cancelled' }

export type Effect =
  | { readonly do: 'open-session'; readonly grant: Grant }
  | { readonly do: 'count-failure' | 'bind' | 'issue-codes' | 'keep-codes' | 'set-password' | 'forgive-passwords' }
  | { readonly do: 'record'; readonly what: string }

/** `asked` is false when the event answers nothing that was asked: then nothing changes. */
export type Decision = { readonly login: Login; readonly effects: readonly Effect[]; readonly asked: boolean }

/** What is asked next. Only names and ids; hints and texts are added outside. */
export type Next =
  | { readonly kind: 'answer'; readonly factors: readonly Proof[] }
  | { readonly kind: 'prove-contact'; readonly contacts: readonly Proof[]; readonly skippable: boolean }
  | { readonly kind: 'enrol'; readonly types: readonly string[]; readonly skippable: boolean }
  | { readonly kind: 'save-recovery-codes' }
  | { readonly kind: 'new-password' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse'; readonly why: Reason }

declare const mint: unique symbol
/** The one mint: a session opens only from a grant, and only decide.ts can make one. */
export type Grant = { readonly proofs: readonly Proof[]; readonly [mint]: true }
