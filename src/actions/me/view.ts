/** The signed-in user as they see themselves: contacts whole, what is proposed, and the ways they may choose. Nothing here decides. */
import { hintOf, judge, openSecret, opens, typeNamed } from '#actions/login/frame/facts.ts'
import { lastSent } from '#actions/login/frame/picture.ts'
import { iso, type Mine } from '#actions/me/own.ts'
import type { World } from '#actions/world.ts'
import type { Contact, Me, Proposed, WayOpen } from '#rules/me.ts'
import { MAX_CODE_POINTS } from '#rules/password/strength.ts'
import { WAYS } from '#rules/policy/policy.ts'
import type { Tx } from '#store/database.ts'
import type { Known, KnownFactor } from '#store/known.ts'

export async function meView(world: World, tx: Tx, { known, session }: Mine): Promise<Me> {
  const { user, account } = known
  const help = { ...(account.helpEmail ? { email: account.helpEmail } : {}), ...(account.helpPhone ? { phone: account.helpPhone } : {}) }
  const contacts = known.factors.filter((f) => typeNamed(world, f.type)?.contact)
  const proposed: Proposed[] = []
  for (const f of contacts.filter((f) => f.state === 'proposed')) {
    const sent = await lastSent(world, tx, session, [f.id])
    proposed.push({
      ...whole(world, known, f),
      by: f.takesOverAt === null ? 'self' : 'administrator',
      ...(f.takesOverAt === null ? {} : { takesOverAt: iso(f.takesOverAt) }),
      ...(sent ? { sent } : {}),
    })
  }
  const asked = new Set(heldNow(world, known, tx.now).map((h) => h.factor))
  return {
    user: { id: user.id, username: user.username, name: user.name, email: user.email, language: user.language },
    account: { id: account.id, name: account.name, slug: account.slug, help },
    way: user.way,
    ways: waysOf(world, known, tx.now),
    contacts: contacts
      .filter((f) => f.state !== 'proposed')
      .map((f): Contact => {
        const hint = hintOf(world, known, f)
        const proven = f.provenAt === null ? {} : { provenAt: iso(f.provenAt) }
        return { ...whole(world, known, f), hint, ...proven, usable: f.usable, asked: f.state === 'bound' || asked.has(f.id) }
      }),
    proposed,
    rules: { ...judge(world, known, tx.now).effective.password, maxLength: MAX_CODE_POINTS },
  }
}

/** What is shown of a contact to its owner. */
export function whole(world: World, known: Known, factor: KnownFactor): Pick<Contact, 'id' | 'kind' | 'value'> {
  const type = typeNamed(world, factor.type)
  const value = opens(world, known, factor) ? type?.written?.(openSecret(world, known, factor)) : undefined
  return { id: factor.id, kind: type?.contact ?? 'mail', value: value ?? '' }
}

const heldNow = (world: World, known: Known, now: number) => judge(world, known, now).facts.held

/** The types that the account lets this user bind, whatever way they chose. */
export const allowedTypes = (world: World, known: Known, now: number): readonly string[] =>
  judge(world, { ...known, user: { ...known.user, way: 'choose' } }, now).effective.types

export function waysOf(world: World, known: Known, now: number): WayOpen[] {
  const allowed = allowedTypes(world, known, now)
  const held = new Set(heldNow(world, known, now).map((h) => h.type))
  return world.catalogue
    .map((c) => c.name)
    .filter((name) => name !== 'choose' && WAYS.some((way) => way === name))
    .map((type) => ({ type, allowed: allowed.includes(type), held: held.has(type) }))
}
