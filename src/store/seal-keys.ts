/** Which keys the database names: a server that lacks one must not start, or it would lock people out one by one. */
import type { Store } from '#store/database.ts'
import { KeyFileError } from '#store/keys.ts'
import { DECOY_ACCOUNT } from '#store/lookups.ts'
import type { Seal } from '#store/seal.ts'

/** Whether anything was ever sealed here: only then is a missing key file a loss. */
export async function anySealed(store: Store): Promise<boolean> {
  return (await store.lookup('select 1 from seal_key limit 1', [])).length > 0
}

export async function checkKeys(store: Store, seal: Seal): Promise<void> {
  const rows = await store.lookup<{ kid: string }>('select kid from seal_key', [])
  // Opening names the missing key and where it is looked for.
  for (const { kid } of rows) seal.require(kid)
  await checkOpens(store, seal)
  await store.lookup('insert into seal_key (kid, first_at) values ($1, app.now_ms()) on conflict do nothing returning kid', [
    seal.current(),
  ])
}

/** Names say little: the file of another installation has other keys under the same ones. A row that every database has tells. */
export async function checkOpens(store: Store, seal: Seal): Promise<void> {
  const [row] = await store.inAccount(DECOY_ACCOUNT, (tx) =>
    tx.query<{ id: string; key: string }>('select id, personal_key as key from users limit 1'),
  )
  if (!row) return
  try {
    seal.open(row.key, { account: DECOY_ACCOUNT, user: row.id, column: 'users.personal_key' })
  } catch {
    throw new KeyFileError(
      `The key file has another key named ${seal.kidOf(row.key)} than this database was sealed with. Restore the file that belongs to this database, or set SALLYPORT_KEYS to it.`,
    )
  }
}
