/** Turns what is on record about a user into the facts that the login machine decides on. */
import type { Facts } from '#rules/login/login.ts'
import { type Effective, effective, type Level, type Worth } from '#rules/policy/effective.ts'
import type { Subject } from '#rules/policy/policy.ts'
import { atLeast, isPassword, type Proof, type Strength } from '#rules/proof.ts'

/** A factor on record. `stored`: a contact nobody has chosen yet; `issued`: recovery codes not confirmed as kept. */
export type OnRecord = {
  readonly id: string
  readonly type: string
  /** `proposed`: a contact that does not count yet; it is never usable. */
  readonly state: 'bound' | 'stored' | 'issued' | 'proposed'
  readonly disabled: boolean
  /** Whether messages may go there now (promise 7); true for what is no contact. */
  readonly usable: boolean
  /** A code sent there was answered right before. */
  readonly shown: boolean
  /** False for a contact that took over by time: its owner has never shown it. */
  readonly proven?: boolean
}

export type Record = {
  readonly user: 'open' | 'closed' | 'nobody'
  readonly subject: Subject
  readonly factors: readonly OnRecord[]
  readonly mustChange: readonly string[]
  /** Types that nobody of this account may bind anew. */
  readonly withheld?: readonly string[]
}

/** Every catalogue type, with what it proves alone. */
export type Catalogue = readonly (Worth & { readonly alone: Strength })[]

const MAX_FAILURES = 10

export function factsOf(
  record: Record,
  levels: readonly Level[],
  catalogue: Catalogue,
  now: number,
): { facts: Facts; effective: Effective } {
  const proof = (f: OnRecord): Proof => {
    const { alone = 'none', withPassword = 'none' } = catalogue.find((w) => w.name === f.type) ?? {}
    return { type: f.type, factor: f.id, alone, withPassword }
  }
  // In the catalogue's order, which is the order in which people are offered them.
  const rank = (f: OnRecord) => catalogue.findIndex((w) => w.name === f.type)
  const of = (keep: (f: OnRecord) => boolean) =>
    record.factors
      .filter(keep)
      .toSorted((a, b) => rank(a) - rank(b))
      .map(proof)
  const bound = of((f) => f.state === 'bound' && f.type !== 'password')
  const worth = catalogue.map((w) => ({ ...w, withheld: record.withheld?.includes(w.name) === true }))
  const rules = effective(levels, record.subject, bound, worth)
  const contact = (f: OnRecord) => catalogue.some((w) => w.name === f.type && w.contact)
  const beside = record.factors.filter((f) => standsBeside(f, record.withheld ?? [], catalogue))
  const counts = (f: OnRecord) => f.state === 'bound' || (f.state === 'stored' && rules.implied.includes(f.type))
  const held = of((f) => !f.disabled && f.usable && counts(f))
  const sheet = record.factors.some((f) => f.type === 'recovery-code' && f.state === 'bound')
  const facts: Facts = {
    user: record.user,
    need: rules.need,
    held: held.filter((h) => !isBackup(h, catalogue) || standsIn(h, bound, catalogue)),
    blocked: of((f) => (f.disabled || !f.usable) && counts(f) && f.type !== 'password'),
    contacts: of((f) => !f.disabled && f.usable && contact(f)),
    beside: of((f) => beside.includes(f) && !f.disabled && f.usable && f.proven !== false),
    // What failures have disabled, or nobody has shown, is on record all the same: nobody gets by it with a hundred wrong codes.
    mailboxAlone: rules.mailboxAlone && beside.length === 0,
    enrollable: rules.types.filter(
      (t) =>
        catalogue.some((w) => w.name === t && (!w.contact || w.typed)) ||
        record.factors.some((f) => f.type === t && f.usable && !f.disabled),
    ),
    // A mailbox that has opened a second door before is never skipped, whatever the policy became; nor is it for who has a sheet.
    proveContact: rules.proveContact || sheet || record.factors.some((f) => contact(f) && f.shown),
    // A sheet that was kept goes on working, whoever has begun another one.
    unkept: record.factors.some((f) => f.state === 'issued') && !sheet,
    issuesCodes: rules.proveContact && !sheet,
    mustChange: record.mustChange,
    skippableUntil: rules.skippableUntil,
    now,
    maxFailures: MAX_FAILURES,
  }
  return { facts, effective: rules }
}

/** Recovery codes are for the day when what is used every day is gone. */
const isBackup = (p: Proof, catalogue: Catalogue): boolean => !isPassword(p) && catalogue.some((w) => w.name === p.type && !w.enrollable)

/**
 * Recovery codes stand in for a factor as strong as they are, disabled or not. Beside a weaker one they only recover the
 * password: else a policy raised from e-mail codes to the app would ask for the sheet, and strand whoever has lost it.
 */
const standsIn = (p: Proof, bound: readonly Proof[], catalogue: Catalogue): boolean =>
  bound.some((b) => !isBackup(b, catalogue) && atLeast(b.withPassword, p.withPassword))

/** On record, and not the mailbox that the link went to: what was bound, and a number that was proven and may still be written to. */
function standsBeside(f: OnRecord, withheld: readonly string[], catalogue: Catalogue): boolean {
  const type = catalogue.find((w) => w.name === f.type)
  if (!type || type.mailbox === true || f.type === 'password' || type.withPassword === 'none') return false
  return f.state === 'bound' || (f.state === 'stored' && f.shown && !withheld.includes(f.type))
}
