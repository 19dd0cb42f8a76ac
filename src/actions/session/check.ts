/** Finds the session of a token and says whether it lives; what every door asks before an action. Nothing here opens one. */
import { digestOf } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import type { PublicSession } from '#rules/login/shape.ts'
import { strength as strengthOf } from '#rules/proof.ts'
import { alive, expiresAt } from '#rules/session/life.ts'
import { type FoundSession, findSession } from '#store/lookups.ts'
import { seen } from '#store/sessions.ts'

const MINUTE = 60_000

/** Undefined for no, ended, idle or superseded sessions. Activity is written at most once a minute. */
export async function checkSession(world: World, token: string): Promise<FoundSession | undefined> {
  const found = await findSession(world.store, digestOf(token))
  if (!found || found.ended || !alive(found, found.now)) return undefined
  if (found.now - found.seenAt < MINUTE) return found
  await world.store.inAccount(found.account, (tx) => seen(tx, found.id, found.now))
  return { ...found, seenAt: found.now }
}

/** The CSRF token of a session: keyed and bound to it, so that nothing has to be stored. */
export const csrfOf = (world: World, session: Pick<FoundSession, 'id'>): string => world.seal.mac(`csrf ${session.id}`)
export const csrfIs = (world: World, session: Pick<FoundSession, 'id'>, given: string): boolean =>
  world.seal.macIs(`csrf ${session.id}`, given)

/** The session as the outside sees it. */
export function sessionView(world: World, s: FoundSession): PublicSession {
  const standing = s.proofs.filter((p) => s.held.includes(p.factor))
  return {
    user: { id: s.userId, username: s.username, name: s.name, email: s.email, language: s.language },
    account: { id: s.account, name: s.accountName, slug: s.slug },
    factors: standing.map((p) => ({ id: p.factor, type: p.type, at: new Date(p.at ?? s.createdAt).toISOString() })),
    strength: strengthOf(standing),
    permissions: s.permissions,
    expiresAt: new Date(expiresAt(s)).toISOString(),
    csrf: csrfOf(world, s),
  }
}
