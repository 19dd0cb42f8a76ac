/** The one-time set-up link: one row for all nodes, hashed, and closed for good once an operator can sign in. */
import type { Store, Tx } from '#store/database.ts'

/** Puts a new link in place of the old one. Both tables are the platform's: no account is set. */
export const putSetUp = (store: Store, token: Buffer, expiresAt: number): Promise<unknown> =>
  store.lookup(
    `insert into set_up (token, expires_at) values ($1, $2)
     on conflict (only_row) do update set token = excluded.token, expires_at = excluded.expires_at returning 1`,
    [token, expiresAt],
  )

/** Inside a transaction on its own connection: a second one could be waited for by those who hold the first. */
export async function setUpCounts(by: Store | Tx, token: Buffer): Promise<boolean> {
  const ask = 'lookup' in by ? by.lookup : by.query
  return (
    (await ask('select 1 from set_up where token = $1 and expires_at > app.now_ms() and not app.operator_exists()', [token])).length > 0
  )
}

/**
 * Claims stand in line here, and each puts an end to what an earlier one left unfinished: somebody who has the link and a
 * password but no second factor must not become an operator beside the one who finishes. Invited operators stay, and a claim
 * that was itself put an end to (`by` is gone) ends nobody.
 */
export async function replaceUnfinished(tx: Tx, by: string): Promise<void> {
  await tx.query('select 1 from set_up for update')
  await tx.query(
    `delete from users u where account = $1 and id <> $2 and signed_in_at is null and exists (select from users where id = $2)
       and not exists (select from link l where l.account = u.account and l.user_id = u.id and l.kind = 'invitation')`,
    [tx.account, by],
  )
}
