/**
 * "That was not me": whoever had a contact before takes its change back. The new one is suspended, whatever is open ends, and
 * everybody is told; nothing is restored and nobody signed in. The way back is another factor, or an administrator.
 */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { token } from '#actions/input.ts'
import { hintOf, typeNamed } from '#actions/login/frame/facts.ts'
import { helpOf } from '#actions/login/frame/picture.ts'
import { NOTICE_MS, recipients, tell } from '#actions/message/notify.ts'
import { RESET_LINK } from '#actions/password-reset/mail.ts'
import { digestOf } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import type { ContactKind } from '#rules/me.ts'
import { refuse } from '#rules/refusals.ts'
import { removeFactor, suspendContact } from '#store/factors.ts'
import { type Known, type KnownFactor, lockKnown, readKnown } from '#store/known.ts'
import { consumeLink, endLinks, endLinksSince, readLink } from '#store/links.ts'
import { findLink } from '#store/lookups.ts'
import { endAll } from '#store/sessions.ts'
import { type Before, linkPlace, REVERT } from './telling.ts'

type Looked = { username: string; account: { name: string; help: ReturnType<typeof helpOf> }; kind: ContactKind; hint: string }

const taken = (known: Known | undefined, subject: string | null): KnownFactor | undefined =>
  known?.factors.find((f) => f.id === subject && (f.usable || f.state === 'proposed'))

export const lookAtRevert = action({
  name: 'contact.revert.look',
  about: 'Which change of a contact a link takes back.',
  rest: { method: 'POST', path: '/contacts/revert/look' },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world }, input): Promise<Outcome<Looked>> {
    const found = await findLink(world.store, digestOf(input.token), REVERT)
    if (!found) return refuse('link/invalid')
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<Looked>> => {
      const known = await readKnown(tx, { user: found.userId })
      const contact = taken(known, (await readLink(tx, found.id, tx.now))?.subject ?? null)
      if (!known || !contact) return refuse('link/invalid')
      const kind = typeNamed(world, contact.type)?.contact ?? 'mail'
      const { user, account } = known
      const told = { name: account.name, help: helpOf(known) }
      return { body: { username: user.username, account: told, kind, hint: hintOf(world, known, contact) } }
    })
  },
})

export const revertContact = action({
  name: 'contact.revert',
  about: 'Takes a change of a contact back: suspends the new one and ends all sessions.',
  rest: { method: 'POST', path: '/contacts/revert' },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world, client }, input): Promise<Outcome<Record<string, never>>> {
    const found = await findLink(world.store, digestOf(input.token), REVERT)
    if (!found) return refuse('link/invalid')
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<Record<string, never>>> => {
      const known = await lockKnown(tx, { user: found.userId })
      const link = await readLink(tx, found.id, tx.now)
      const contact = taken(known, link?.subject ?? null)
      if (!known || !link || !contact || !(await consumeLink(tx, found.id, tx.now))) return refuse('link/invalid')
      const proposals = known.factors.filter((f) => f.state === 'proposed')
      for (const p of proposals) await removeFactor(tx, p.id)
      if (contact.state !== 'proposed') await suspendContact(tx, contact.id)
      await endLinksSince(tx, known.user.id, contact.id, found.id, tx.now)
      await endLinks(tx, known.user.id, RESET_LINK, tx.now)
      await endAll(tx, known.user.id, tx.now)
      record(world, tx, tx.now, {
        act: `contact reverted ${contact.type}`,
        subject: known.user,
        actor: 'anyone',
        data: { proposed: contact.state === 'proposed' },
        personal: { contact: hintOf(world, known, contact), agent: client.agent, address: client.address },
      })
      const data = { contact: contact.type, hint: hintOf(world, known, contact) }
      await tell(world, tx, known, told(world, known, contact, link.data), {
        template: 'contact-reverted',
        data,
        validUntil: tx.now + NOTICE_MS,
      })
      return { body: {} }
    })
  },
})

/** Everybody but the contact that is suspended; and, although no longer on record, the one before it. */
function told(world: World, known: Known, contact: KnownFactor, sealed: string | null): readonly Before[] {
  const now: Before[] = recipients(world, known).filter((r) => r.factor !== contact.id)
  const before = sealed === null ? undefined : (JSON.parse(world.seal.open(sealed, linkPlace(known))) as Before)
  return before && !now.some((r) => r.to === before.to) ? [...now, before] : now
}
