/** Every column that holds something sealed, and moving its rows from one key to another; needs the operator's eyes. */
import type { Tx } from '#store/database.ts'

export type Column = { readonly name: string; readonly table: string; readonly column: string; readonly id: string; readonly user: string }
export type Sealed = { readonly account: string; readonly id: string; readonly user: string; readonly text: string }

/** `name` is what the seal is bound to: table and column. The list is checked by a test against what the schema seals. */
export const SEALED: readonly Column[] = [
  { name: 'factor.secret', table: 'factor', column: 'secret', id: 'id', user: 'user_id' },
  { name: 'users.personal_key', table: 'users', column: 'personal_key', id: 'id', user: 'id' },
  { name: 'login.enrolment', table: 'login', column: 'enrolment', id: 'id', user: 'user_id' },
  { name: 'login.enrolment', table: 'session', column: 'enrolment', id: 'id', user: 'user_id' },
  { name: 'link.data', table: 'link', column: 'data', id: 'id', user: 'user_id' },
  { name: 'message.body', table: 'message', column: 'body', id: 'id', user: 'user_id' },
]

const old = (c: Column): string => `${c.column} is not null and ${c.column} not like $1 || '.%'`

/** How many rows each key has sealed. */
export async function sealedBy(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const counts = await Promise.all(
    SEALED.map((c) =>
      tx.query<{ kid: string; n: number }>(
        `select split_part(${c.column}, '.', 1) as kid, count(*) as n from ${c.table} where ${c.column} is not null group by 1`,
      ),
    ),
  )
  const all = new Map<string, number>()
  for (const { kid, n } of counts.flat()) all.set(kid, (all.get(kid) ?? 0) + n)
  return all
}

/** The recovery codes of many people, a page at a time: their digests are inside what is sealed. */
export const sheetsAfter = (tx: Tx, after: { readonly account: string; readonly id: string }, size: number): Promise<Sealed[]> =>
  tx.query<Sealed>(
    `select account, id, user_id as "user", secret as text from factor
     where type = 'recovery-code' and (account, id) > ($1, $2) order by account, id limit $3`,
    [after.account, after.id, size],
  )

export async function remaining(tx: Tx, kid: string): Promise<number> {
  const counts = await Promise.all(
    SEALED.map((c) => tx.query<{ n: number }>(`select count(*) as n from ${c.table} where ${old(c)}`, [kid])),
  )
  return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0)
}

/** Locked, so that a password changed meanwhile is not put back; rows somebody else holds are left for a later round, so that nobody waits. */
export const batch = (tx: Tx, c: Column, kid: string, size: number): Promise<Sealed[]> =>
  tx.query<Sealed>(
    `select account, ${c.id} as id, ${c.user} as "user", ${c.column} as text from ${c.table} where ${old(c)} order by account, ${c.id} limit $2 for update skip locked`,
    [kid, size],
  )

export const saveSealed = (tx: Tx, c: Column, row: Sealed, text: string): Promise<unknown> =>
  tx.query(`update ${c.table} set ${c.column} = $3 where account = $1 and ${c.id} = $2`, [row.account, row.id, text])

/** From now on the database names this key too. Older ones stay named: digests of recovery codes were made with them. */
export const nameKey = (tx: Tx, kid: string): Promise<unknown> =>
  tx.query('insert into seal_key (kid, first_at) values ($1, app.now_ms()) on conflict do nothing', [kid])

/** Since when each key the database names has sealed. */
export async function keysNamed(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ kid: string; at: number }>('select kid, first_at as at from seal_key order by first_at')
  return new Map(rows.map((r) => [r.kid, r.at]))
}

export const unnameKey = (tx: Tx, kid: string): Promise<unknown> => tx.query('delete from seal_key where kid = $1', [kid])
