/** What somebody holds, as the questions of a login need it: what of it was shown, the strongest of it, and whether nothing is. */
import type { Facts } from '#rules/login/login.ts'
import { isPassword, type Proof, STRENGTHS, type Strength } from '#rules/proof.ts'

/** A proof stands while its factor is held: whoever removes a factor takes its proof along. */
export const standing = (login: { readonly proofs: readonly Proof[] }, facts: Facts): readonly Proof[] =>
  login.proofs.filter((p) => facts.held.some((h) => h.factor === p.factor))

export const best = (proofs: readonly Proof[]): Strength =>
  STRENGTHS.findLast((s) => proofs.some((p) => !isPassword(p) && p.withPassword === s)) ?? 'none'

/** Disabled factors count as held: failures take nothing off what must be proven. */
export const strongest = (facts: Pick<Facts, 'held' | 'blocked'>): Strength => best([...facts.held, ...facts.blocked])

/** Enrolment may be put off, by whom holds nothing to be asked for. */
export const inGrace = (facts: Pick<Facts, 'held' | 'blocked' | 'now' | 'skippableUntil'>): boolean =>
  facts.now < facts.skippableUntil && strongest(facts) === 'none'
