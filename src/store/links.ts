/** One-time links: hashed, with an end, used once. The secret is in the fragment of the address and nowhere here. */
import type { Tx } from '#store/database.ts'

export type NewLink = {
  readonly id: string
  readonly user: string
  readonly kind: string
  readonly token: Buffer
  readonly expiresAt: number
}

/** A new link of a kind ends the ones before it. */
export const insertLink = (tx: Tx, l: NewLink, now: number): Promise<unknown> =>
  Promise.all([
    tx.query('update link set used_at = $3 where user_id = $1 and kind = $2 and used_at is null', [l.user, l.kind, now]),
    tx.query('insert into link (account, id, user_id, kind, token, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      tx.account,
      l.id,
      l.user,
      l.kind,
      l.token,
      now,
      l.expiresAt,
    ]),
  ])

/** Whether it still counts; looking consumes nothing. */
export async function linkCounts(tx: Tx, id: string, now: number): Promise<boolean> {
  return (await tx.query('select 1 from link where id = $1 and used_at is null and expires_at > $2', [id, now])).length > 0
}

/** True for exactly one caller. */
export async function consumeLink(tx: Tx, id: string, now: number): Promise<boolean> {
  return (
    (await tx.query('update link set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning 1', [id, now])).length > 0
  )
}
