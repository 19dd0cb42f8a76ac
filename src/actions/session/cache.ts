/**
 * Remembers checked sessions for at most a second, and not at all while notifications are not heard: so an ended session is
 * refused by the next request on the node that ended it, and within a second on every other, also when a notification is lost.
 */
import { checkSession, sessionView } from '#actions/session/check.ts'
import type { World } from '#actions/world.ts'
import { expiresAt } from '#rules/session/life.ts'
import type { FoundSession } from '#store/lookups.ts'

type Entry = { readonly found: FoundSession; readonly at: number; body?: string }

export type SessionCache = {
  check(token: string): Promise<FoundSession | undefined>
  /** The answer of `GET /session` if it is remembered. */
  remembered(token: string): string | undefined
  /** Everything, or all that is remembered of one user. */
  forget(user?: string): void
}

const LIFE_MS = 1000
const MOST = 20_000

/** `monotonic`: milliseconds that never go back, whatever the clock does. */
export function sessionCache(world: World, hears: () => boolean, monotonic: () => number): SessionCache {
  const entries = new Map<string, Entry>()
  // An answer that was under way while everything was forgotten is not remembered.
  let generation = 0
  const fresh = (token: string): Entry | undefined => {
    const entry = entries.get(token)
    if (!entry || !hears()) return undefined
    const age = monotonic() - entry.at
    return age < LIFE_MS && entry.found.now + age < expiresAt(entry.found) ? entry : undefined
  }
  return {
    async check(token) {
      const entry = fresh(token)
      if (entry) return entry.found
      const [at, before] = [monotonic(), generation]
      const found = await checkSession(world, token)
      if (!found) entries.delete(token)
      else if (hears() && before === generation) {
        if (entries.size >= MOST) entries.clear()
        entries.set(token, { found, at })
      }
      return found
    },
    remembered(token) {
      const entry = fresh(token)
      if (!entry) return undefined
      entry.body ??= JSON.stringify(sessionView(world, entry.found))
      return entry.body
    },
    forget(user) {
      generation++
      if (user === undefined) entries.clear()
      else for (const [token, { found }] of entries) if (found.userId === user) entries.delete(token)
    },
  }
}
