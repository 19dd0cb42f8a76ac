/** Tells people that a contact was changed or proposed: everybody who could be told before, with a link that takes it back. */
import { hintOf } from '#actions/login/frame/facts.ts'
import { type Recipient, recipients, tell } from '#actions/message/notify.ts'
import { newToken } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { insertLink } from '#store/links.ts'
import { currentOf, VETO_MS } from './proposal.ts'

export const REVERT = 'revert-contact'

/** Where the contact before was: told of a revert although it is on record no more. */
export type Before = Omit<Recipient, 'factor'>

export const linkPlace = (known: Pick<Known, 'account' | 'user'>) => ({
  account: known.account.id,
  user: known.user.id,
  column: 'link.data',
})

/** `known`: as it was before. The contact that is new is told without a link: whoever has it does not take it back. */
export async function tellOfContact(
  world: World,
  tx: Tx,
  known: Known,
  contact: KnownFactor,
  template: 'contact-changed' | 'contact-proposed',
  by: 'self' | 'administrator',
): Promise<void> {
  const told = recipients(world, known)
  const old = currentOf(known, contact.type)
  const link =
    told.length > 0
      ? await revertLink(
          world,
          tx,
          known,
          contact,
          told.find((r) => r.factor === old?.id),
        )
      : ''
  const data = { contact: contact.type, hint: hintOf(world, known, contact), by }
  const validUntil = tx.now + VETO_MS
  await tell(world, tx, known, told, { template, data: { ...data, link }, validUntil })
  if (template === 'contact-proposed') return
  const fresh = recipients(world, { ...known, factors: [{ ...contact, state: 'stored', usable: true }] })
  await tell(world, tx, known, fresh, { template, data, validUntil })
}

/** 72 hours, once, bound to the contact that it suspends. */
async function revertLink(world: World, tx: Tx, known: Known, contact: KnownFactor, old: Recipient | undefined): Promise<string> {
  const token = newToken(world)
  const before: Before | undefined = old && { channel: old.channel, to: old.to }
  const link = {
    id: newId('lnk', tx.now),
    user: known.user.id,
    kind: REVERT,
    token: token.digest,
    expiresAt: tx.now + VETO_MS,
    subject: contact.id,
    ...(before ? { data: world.seal.seal(JSON.stringify(before), linkPlace(known)) } : {}),
  }
  await insertLink(tx, link, tx.now)
  return `${world.origin}/revert#${token.text}`
}
