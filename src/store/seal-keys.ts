/** Which keys the database names: a server that lacks one must not start, or it would lock people out one by one. */
import type { Store } from '#store/database.ts'
import type { Seal } from '#store/seal.ts'

/** Whether anything was ever sealed here: only then is a missing key file a loss. */
export async function anySealed(store: Store): Promise<boolean> {
  return (await store.lookup('select 1 from seal_key limit 1', [])).length > 0
}

export async function checkKeys(store: Store, seal: Seal): Promise<void> {
  const rows = await store.lookup<{ kid: string }>('select kid from seal_key', [])
  // Opening names the missing key and where it is looked for.
  for (const { kid } of rows) seal.require(kid)
  await store.lookup('insert into seal_key (kid, first_at) values ($1, app.now_ms()) on conflict do nothing returning kid', [
    seal.current(),
  ])
}
