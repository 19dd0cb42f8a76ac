/** A contact that is proposed: on record beside the one it would replace, never usable, and one of a kind at a time. */

import { plainOf, type TypedContact } from '#actions/login/frame/contact.ts'
import { openSecret, opens, sealSecret } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import type { FactorType } from '#factors/factor.ts'
import type { ContactKind } from '#rules/me.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor, removeOfType } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import type { Known, KnownFactor } from '#store/known.ts'

/** How long the owner of the contact before has to say no (promise 7). */
export const VETO_MS = 72 * 3_600_000

/** The factor type behind a kind of contact. */
export const typeOf = (world: World, kind: ContactKind): FactorType | undefined => world.types.find((t) => t.contact === kind)

/** The contact of a type that counts now, suspended or not. */
export const currentOf = (known: Pick<Known, 'factors'>, type: string): KnownFactor | undefined =>
  known.factors.find((f) => f.type === type && (f.state === 'stored' || f.state === 'bound'))

/** Whether this is what is on record already. A suspended contact may be proposed again: only a new proof lifts that. */
export function isCurrent(world: World, known: Known, type: FactorType, typed: TypedContact): boolean {
  const current = currentOf(known, type.name)
  return current?.usable === true && opens(world, known, current) && plainOf(type, openSecret(world, known, current)) === typed.plain
}

/** The proposed contact as it will be on record. `takesOverAt`: only where an administrator proposed it. */
export const proposalOf = (
  world: World,
  known: Known,
  type: FactorType,
  typed: TypedContact,
  at: { readonly now: number; readonly takesOverAt: number | null },
): KnownFactor => ({
  id: newId('fac', at.now),
  type: type.name,
  label: '',
  secret: sealSecret(world, known, typed.secret),
  state: 'proposed',
  usable: false,
  disabledAt: null,
  createdAt: at.now,
  usedAt: null,
  provenAt: null,
  takesOverAt: at.takesOverAt,
  replaces: currentOf(known, type.name)?.id ?? null,
})

/** A new proposal ends the one before it. */
export async function keepProposal(tx: Tx, known: Known, proposal: KnownFactor): Promise<void> {
  await removeOfType(tx, known.user.id, proposal.type, 'proposed')
  await insertFactor(tx, { ...proposal, user: known.user.id }, tx.now)
}
