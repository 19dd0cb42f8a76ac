/** The database's clock: its time plus an offset that is 0 except in a demo, and the mark that makes a database a demo's. */
import type { Store } from '#store/database.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { CHANNEL } from '#store/sessions.ts'

export async function isDemo(store: Store): Promise<boolean> {
  const [row] = await store.lookup<{ demo: boolean }>('select demo from clock', [])
  return row?.demo ?? false
}

export const markDemo = (store: Store): Promise<unknown> =>
  store.asOperator('mark the database as a demo', PLATFORM_ACCOUNT, (tx) => tx.query('update clock set demo = true'))

/** Forward only, and only where the mark is. Every node forgets what it remembers of sessions. Milliseconds. */
export const advance = (store: Store, ms: number): Promise<unknown> =>
  store.asOperator('move the clock of the demo', PLATFORM_ACCOUNT, (tx) =>
    Promise.all([
      tx.query('update clock set offset_ms = offset_ms + $1 where demo and $1 >= 0', [ms]),
      tx.query(`select pg_notify('${CHANNEL}', '')`),
    ]),
  )
