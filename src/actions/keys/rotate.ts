/**
 * Seals everything anew under the current key, in small batches while people sign in. What an old key digested stays with it:
 * needs.ts knows what that is.
 */
import type { World } from '#actions/world.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { batch, nameKey, remaining, SEALED, type Sealed, saveSealed } from '#store/resealing.ts'

const SIZE = 200
/** Rounds after the first; a second apart they cover what servers sealed before they had read the file, and rows that were held. */
const ROUNDS = 10
const QUIET_ROUNDS = 3

/** What is not sealed with the current key. Above zero where a rotation was cut short, or another machine has an older key file. */
export const unfinished = ({ store, seal }: World): Promise<number> =>
  store.asOperator('count what is to be sealed anew', PLATFORM_ACCOUNT, (tx) => remaining(tx, seal.current()))

/** One round. `onProgress` is told how many of how many are done. Returns how many were sealed anew. Interrupted, it goes on where it was. */
export async function reseal(world: World, onProgress: (done: number, of: number) => void): Promise<number> {
  const { store, seal } = world
  const kid = seal.current()
  await store.asOperator('name the new key', PLATFORM_ACCOUNT, (tx) => nameKey(tx, kid))
  const of = await unfinished(world)
  let done = 0
  for (const column of SEALED) {
    for (;;) {
      const moved = await store.asOperator(`seal ${column.name} anew`, PLATFORM_ACCOUNT, async (tx) => {
        const rows = await batch(tx, column, kid, SIZE)
        await Promise.all(rows.map((row) => saveSealed(tx, column, row, again(world, row, column.name))))
        return rows.length
      })
      done += moved
      onProgress(done, of)
      if (moved < SIZE) break
    }
  }
  return done
}

/**
 * Rounds until servers that were serving meanwhile have nothing left to move. `pause` lets a second pass: by then every server
 * of this machine has read the file. Returns what was moved, and what is left where somebody goes on sealing with an older key.
 */
export async function settle(world: World, pause: () => Promise<unknown>): Promise<{ moved: number; left: number }> {
  let moved = 0
  let left = 0
  for (let round = 0, quiet = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round++) {
    await pause()
    const now = await reseal(world, () => undefined)
    left = await unfinished(world)
    moved += now
    quiet = now === 0 && left === 0 ? quiet + 1 : 0
  }
  return { moved, left }
}

function again({ seal }: World, row: Sealed, column: string): string {
  const place = { account: row.account, user: row.user, column }
  return seal.seal(seal.open(row.text, place), place)
}
