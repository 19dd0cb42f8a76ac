/** The one-time set-up link of a platform without an operator (promise 17): made for the terminal, hashed in the database. */
import { digestOf, newToken } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import type { Store, Tx } from '#store/database.ts'
import { databaseNow, operatorExists } from '#store/lookups.ts'
import { putSetUp, setUpCounts } from '#store/set-up.ts'

const SET_UP_MS = 30 * 60_000

/** A new link, which ends the one before; undefined once an operator exists. */
export async function makeSetUpLink(world: World): Promise<{ link: string; expiresAt: number } | undefined> {
  if (await operatorExists(world.store)) return undefined
  const token = newToken(world)
  const expiresAt = (await databaseNow(world.store)) + SET_UP_MS
  await putSetUp(world.store, token.digest, expiresAt)
  return { link: `${world.origin}/set-up#${token.text}`, expiresAt }
}

export const setUpOpen = (by: Store | Tx, token: string): Promise<boolean> => setUpCounts(by, digestOf(token))
