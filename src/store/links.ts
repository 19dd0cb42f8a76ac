/** One-time links: hashed, with an end, used once. The secret is in the fragment of the address and nowhere here. */
import type { Tx } from '#store/database.ts'

export type NewLink = {
  readonly id: string
  readonly user: string
  readonly kind: string
  readonly token: Buffer
  readonly expiresAt: number
  /** What it is about, where that is more than the user. */
  readonly subject?: string
  /** What is remembered with it, sealed. */
  readonly data?: string
}

/** A new link of a kind ends the ones before it; links about a subject stand beside one another. */
export const insertLink = (tx: Tx, l: NewLink, now: number): Promise<unknown> =>
  Promise.all([
    l.subject === undefined
      ? tx.query('update link set used_at = $3 where user_id = $1 and kind = $2 and used_at is null', [l.user, l.kind, now])
      : [],
    tx.query(
      'insert into link (account, id, user_id, kind, token, created_at, expires_at, subject, data) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [tx.account, l.id, l.user, l.kind, l.token, now, l.expiresAt, l.subject ?? null, l.data ?? null],
    ),
  ])

/** Whether it still counts; looking consumes nothing. */
export async function linkCounts(tx: Tx, id: string, now: number): Promise<boolean> {
  return (await readLink(tx, id, now)) !== undefined
}

/** What a link that still counts is about. */
export async function readLink(
  tx: Tx,
  id: string,
  now: number,
): Promise<{ readonly subject: string | null; readonly data: string | null } | undefined> {
  const [row] = await tx.query<{ subject: string | null; data: string | null }>(
    'select subject, data from link where id = $1 and used_at is null and expires_at > $2',
    [id, now],
  )
  return row
}

/** True for exactly one caller. */
export async function consumeLink(tx: Tx, id: string, now: number): Promise<boolean> {
  return (
    (await tx.query('update link set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning 1', [id, now])).length > 0
  )
}

/** What stood in for one thing stands in for another: who could take the first contact back can take back its successor. */
export const moveLinks = (tx: Tx, user: string, from: string, to: string): Promise<unknown> =>
  tx.query('update link set subject = $3 where user_id = $1 and subject = $2 and used_at is null', [user, from, to])

/** This one and those that came after it: who had the contact later does not silence who had it earlier. */
export const endLinksSince = (tx: Tx, user: string, subject: string, link: string, now: number): Promise<unknown> =>
  tx.query(
    `update link set used_at = $4 where user_id = $1 and subject = $2 and used_at is null
     and created_at >= (select l.created_at from link l where l.id = $3)`,
    [user, subject, link, now],
  )

/** Links of one kind that went to a contact which is not on record any more. */
export const endLinks = (tx: Tx, user: string, kind: string, now: number): Promise<unknown> =>
  tx.query('update link set used_at = $3 where user_id = $1 and kind = $2 and used_at is null', [user, kind, now])
