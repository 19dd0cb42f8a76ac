/** A browser that signs in anew leaves the session it had, whoever's it was (ASVS 7.2.4). Called by the gate, after the act. */
import { digestOf } from '#actions/tokens.ts'
import type { Context } from '#actions/world.ts'
import { findSession } from '#store/lookups.ts'
import { endSession } from '#store/sessions.ts'

/** After the act's own transaction, never inside: whoever waits for a second connection holds the first, and twelve of them hold all. */
export async function leaveSession({ world: { store }, client: { sessionToken } }: Context): Promise<void> {
  const old = sessionToken ? await findSession(store, digestOf(sessionToken)) : undefined
  if (old && !old.ended) await store.inAccount(old.account, async (tx) => void (await endSession(tx, old.id, old.now)))
}
