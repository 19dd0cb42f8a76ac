/**
 * What must be shown beside the mailed link before a forgotten password is set anew (NIST SP 800-63B-4, 4.2): the link is one
 * code by mail, so where two doors are asked the other one is opened by something that is not that mailbox. Pure; the machine asks it.
 */
import { inGrace } from '#rules/login/held.ts'
import type { Asking, Facts, Next } from '#rules/login/login.ts'
import { atLeast, isPassword } from '#rules/proof.ts'

/** `help`: the mailbox would open both doors, and nothing else is held. */
export type Beside = 'nothing' | 'one more' | 'help'

type Situation = Pick<Facts, 'need' | 'held' | 'blocked' | 'beside' | 'mailboxAlone' | 'now' | 'skippableUntil'>

/**
 * Two doors are asked where the policy demands them now, or where a second factor was bound by choice: `need` says both.
 * Whoever may still put enrolment off signs in by the password alone, and recovers it by the link alone.
 */
export function beside(facts: Situation): Beside {
  if (!atLeast(facts.need.atLeast, 'two-step') || inGrace(facts)) return 'nothing'
  if (facts.beside.length > 0) return 'one more'
  return facts.mailboxAlone ? 'nothing' : 'help'
}

/** What a login that recovers a password asks next. It never enrols, and nothing is what is left to ask only at its end. */
export function nextInRecovery(login: Asking, facts: Facts): Next {
  if (facts.user !== 'open') return { kind: 'refuse', why: 'user-closed' }
  // Who has no password has none to recover: a first one comes with an invitation.
  if (!facts.held.some(isPassword)) return { kind: 'refuse', why: 'cannot-satisfy' }
  if (login.changed) return { kind: 'nothing' }
  const needs = beside(facts)
  if (needs === 'nothing' || login.proofs.some((p) => facts.beside.some((b) => b.factor === p.factor))) return { kind: 'new-password' }
  return needs === 'help' ? { kind: 'refuse', why: 'cannot-satisfy' } : { kind: 'answer', factors: facts.beside }
}
