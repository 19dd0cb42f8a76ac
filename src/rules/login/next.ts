/** What a login asks next, from what was shown and what is true now. Pure; decide.ts acts on it, actions/login words it. */
import { best, inGrace, standing, strongest } from '#rules/login/held.ts'
import type { Asking, Facts, Next } from '#rules/login/login.ts'
import { helpful, meets } from '#rules/policy/requirement.ts'
import { atLeast, isPassword, type Proof, strength } from '#rules/proof.ts'
import { nextInRecovery } from '#rules/recovery/matrix.ts'

export function next(login: Asking, facts: Facts): Next {
  if (login.recovers) return nextInRecovery(login, facts)
  const { need, held, user } = facts
  const shown = standing(login, facts)
  const first = strength(shown) !== 'none'
  if (meets(need, shown) || (first && waits(login, facts)))
    return user === 'open' ? after(login, facts) : { kind: 'refuse', why: 'user-closed' }
  if (meets(need, held)) return { kind: 'answer', factors: helpful(need, shown, held) }
  // What is held is not enough: the way on is to enrol. First the first door.
  if (!first) return { kind: 'answer', factors: held.filter(isPassword) }
  return user === 'open' ? towardsEnrolment(login, facts, shown) : { kind: 'refuse', why: 'user-closed' }
}

/** The requirement is met; what is still owed before the session. */
function after(login: Asking, facts: Facts): Next {
  // Codes stand in for a factor: when it has gone meanwhile there is nothing to keep them for.
  const owed = (login.codes === 'owed' || facts.unkept) && strongest(facts) !== 'none'
  if (owed && login.codes !== 'kept') return { kind: 'save-recovery-codes' }
  if (facts.mustChange.length > 0 && !login.changed) return { kind: 'new-password' }
  return { kind: 'nothing' }
}

/** While the grace runs, who holds nothing to be asked for may put enrolment off, and is not turned away where none is possible yet. */
const waits = (login: Asking, facts: Facts): boolean => inGrace(facts) && (login.skipped || stuck(login, facts))

/** There is nothing to enrol, or no mailbox by which to prove who enrols. */
const stuck = (login: Asking, facts: Facts): boolean =>
  facts.enrollable.length === 0 || (!vouchedFor(login, facts) && facts.contacts.length === 0)

const vouchedFor = (login: Asking, facts: Facts): boolean =>
  !facts.proveContact || login.vouched || login.proofs.some((p) => facts.contacts.some((c) => c.factor === p.factor))

/** Promise 6: who enrols has proven the strongest factor they hold, disabled ones included; or, holding none, the stored mailbox. */
function towardsEnrolment(login: Asking, facts: Facts, shown: readonly Proof[]): Next {
  if (facts.enrollable.length === 0) return { kind: 'refuse', why: 'cannot-satisfy' }
  const most = strongest(facts)
  const skippable = inGrace(facts)
  const ready: Next = { kind: 'enrol', types: facts.enrollable, skippable }
  if (most !== 'none') {
    if (atLeast(best(shown), most)) return ready
    const factors = facts.held.filter((h) => !isPassword(h) && h.withPassword === most && !shown.includes(h))
    return factors.length > 0 ? { kind: 'answer', factors } : { kind: 'refuse', why: 'cannot-satisfy' }
  }
  if (vouchedFor(login, facts)) return ready
  if (facts.contacts.length === 0) return { kind: 'refuse', why: 'cannot-satisfy' }
  return { kind: 'prove-contact', contacts: facts.contacts, skippable }
}
