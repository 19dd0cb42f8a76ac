/** Seals everything anew under the current key, in small batches while people sign in. What an old key digested stays with it. */
import type { World } from '#actions/world.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { batch, nameKey, remaining, SEALED, type Sealed, saveSealed } from '#store/resealing.ts'

const SIZE = 200

/** `onProgress` is told how many of how many are done. Returns how many were sealed anew. Interrupted, it goes on where it was. */
export async function reseal(world: World, onProgress: (done: number, of: number) => void): Promise<number> {
  const { store, seal } = world
  const kid = seal.current()
  await store.asOperator('name the new key', PLATFORM_ACCOUNT, (tx) => nameKey(tx, kid))
  const of = await store.asOperator('count what is to be sealed anew', PLATFORM_ACCOUNT, (tx) => remaining(tx, kid))
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

function again({ seal }: World, row: Sealed, column: string): string {
  const place = { account: row.account, user: row.user, column }
  return seal.seal(seal.open(row.text, place), place)
}
