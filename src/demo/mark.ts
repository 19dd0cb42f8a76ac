/** Whether a database may be the demo's: one that is marked, or one that nobody has used yet, which is marked then (promise 16). */
import { markDemo } from '#store/clock.ts'
import type { Store } from '#store/database.ts'
import type { Tables } from './tables.ts'

export class NotForDemo extends Error {}

/** Throws NotForDemo; changes nothing. */
export async function refuseStrange(tables: Tables, dataDir: string): Promise<void> {
  const { marked, lived } = await tables.nature()
  if (!marked && lived)
    throw new NotForDemo(`The database in ${dataDir} is no demo's, and is in use. Choose another folder: SALLYPORT_DATA_DIR=data/demo`)
}

/** The mark comes before the first person: a demo that was cut short is still none that `serve` would take. */
export async function mark(store: Store, tables: Tables): Promise<void> {
  await markDemo(store)
  await tables.make()
}
