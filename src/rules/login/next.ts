/** What a login asks next, from what was shown and what is true now. Pure; decide.ts acts on it, tell.ts words it. */
import type { Asking, Facts, Next } from '#rules/login/login.ts'
import { helpful, meets } from '#rules/policy/requirement.ts'
import { atLeast, isPassword, type Proof, STRENGTHS, type Strength, strength } from '#rules/proof.ts'

/** A proof stands while its factor is held: whoever removes a factor takes its proof along. */
export const standing = (login: { readonly proofs: readonly Proof[] }, facts: Facts): readonly Proof[] =>
  login.proofs.filter((p) => facts.held.some((h) => h.factor === p.factor))

const within = (facts: Facts): boolean => facts.now < facts.skippableUntil

export function next(login: Asking, facts: Facts): Next {
  const { need, held, user } = facts
  const shown = standing(login, facts)
  const enough = meets(need, shown) || (login.skipped && within(facts) && strength(shown) !== 'none')
  if (enough) return user === 'open' ? after(login, facts) : { kind: 'refuse', why: 'user-closed' }
  if (meets(need, held)) return { kind: 'answer', factors: helpful(need, shown, held) }
  // What is held is not enough: the way on is to enrol. First the first door.
  if (strength(shown) === 'none') return { kind: 'answer', factors: held.filter(isPassword) }
  return user === 'open' ? towardsEnrolment(login, facts, shown) : { kind: 'refuse', why: 'user-closed' }
}

/** The requirement is met; what is still owed before the session. */
function after(login: Asking, facts: Facts): Next {
  if (login.codes === 'owed' || (facts.unkept && login.codes !== 'kept')) return { kind: 'save-recovery-codes' }
  if (facts.mustChange.length > 0 && !login.changed) return { kind: 'new-password' }
  return { kind: 'nothing' }
}

/** Promise 6: who enrols has proven the strongest factor they hold, disabled ones included; or, holding none, the stored mailbox. */
function towardsEnrolment(login: Asking, facts: Facts, shown: readonly Proof[]): Next {
  if (facts.enrollable.length === 0) return { kind: 'refuse', why: 'cannot-satisfy' }
  const strongest = best([...facts.held, ...facts.blocked])
  const ready: Next = { kind: 'enrol', types: facts.enrollable, skippable: strongest === 'none' && within(facts) }
  if (strongest !== 'none') {
    if (atLeast(best(shown), strongest)) return ready
    const factors = facts.held.filter((h) => !isPassword(h) && h.withPassword === strongest && !shown.includes(h))
    return factors.length > 0 ? { kind: 'answer', factors } : { kind: 'refuse', why: 'cannot-satisfy' }
  }
  if (!facts.proveContact || login.vouched) return ready
  if (login.proofs.some((p) => facts.contacts.some((c) => c.factor === p.factor))) return ready
  if (facts.contacts.length === 0) return { kind: 'refuse', why: 'cannot-satisfy' }
  return { kind: 'prove-contact', contacts: facts.contacts, skippable: within(facts) }
}

const best = (proofs: readonly Proof[]): Strength =>
  STRENGTHS.findLast((s) => proofs.some((p) => !isPassword(p) && p.withPassword === s)) ?? 'none'
