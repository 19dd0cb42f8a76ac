/** A proposed contact takes the place of the one before: proven by its owner, or, proposed by an administrator, when nobody said no. */
import { record } from '#actions/audit/record.ts'
import { hintOf, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { RESET_LINK } from '#actions/password-reset/mail.ts'
import type { World } from '#actions/world.ts'
import type { Tx } from '#store/database.ts'
import { removeFactor, takeEffect } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { endLinks, moveLinks } from '#store/links.ts'
import { endRecoveries } from '#store/logins.ts'
import { setEmail } from '#store/users.ts'
import { currentOf } from './proposal.ts'
import { tellOfContact } from './telling.ts'

export type How = {
  /** Its owner has answered a code that went there. */
  readonly proven: boolean
  readonly actor: string
  readonly personal?: Readonly<Record<string, string>>
}

/** Under the user's lock. Returns what is known afterwards. */
export async function takeOver(world: World, tx: Tx, known: Known, contact: KnownFactor, how: How): Promise<Known> {
  const old = currentOf(known, contact.type)
  const type = typeNamed(world, contact.type)
  const by = contact.takesOverAt === null ? 'self' : 'administrator'
  // What was a second door stays one: else a contact nobody has proven would leave the password alone. It recovers nothing until it was shown.
  const state = old?.state === 'bound' ? 'bound' : 'stored'
  await takeEffect(tx, contact.id, state)
  if (old) {
    await moveLinks(tx, known.user.id, old.id, contact.id)
    await removeFactor(tx, old.id)
  }
  const email = type?.contact === 'mail' ? (type.to?.(openSecret(world, known, contact)) ?? known.user.email) : known.user.email
  if (type?.contact === 'mail') {
    await setEmail(tx, known.user.id, email)
    // A link that went to the mailbox before opens nothing any more.
    await endLinks(tx, known.user.id, RESET_LINK, tx.now)
    await endRecoveries(tx, known.user.id, tx.now)
  }
  record(world, tx, tx.now, {
    act: `contact changed ${contact.type}`,
    subject: known.user,
    actor: how.actor,
    data: { by, proven: how.proven },
    personal: { ...(old ? { from: hintOf(world, known, old) } : {}), to: hintOf(world, known, contact), ...how.personal },
  })
  await tellOfContact(world, tx, known, contact, 'contact-changed', by)
  const proven = how.proven ? { provenAt: tx.now, usedAt: tx.now } : {}
  const now: KnownFactor = { ...contact, state, usable: true, takesOverAt: null, replaces: null, ...proven }
  const others = known.factors.filter((f) => f.id !== contact.id && f.id !== old?.id)
  return { ...known, user: { ...known.user, email }, factors: [...others, now] }
}
