/** The audit log's rows: appended under the lock of the account's chain head, read in order. What goes in is actions/audit. */
import type { Tx } from '#store/database.ts'

export const append = (
  tx: Tx,
  row: { readonly at: number; readonly act: string; readonly subject: string | null; readonly body: string },
): void => tx.write('select app.append_audit($1, $2, $3, $4)', [row.at, row.act, row.subject, row.body])

export type AuditRow = {
  readonly account: string
  readonly seq: number
  readonly at: number
  readonly act: string
  readonly subject: string | null
  readonly body: string
  readonly hash: Buffer
}
export type Head = { readonly account: string; readonly seq: number; readonly hash: Buffer }

/** The newest acts about one user. That a single door was passed is left out: the session it opened says so. */
export const actsAbout = (tx: Tx, subject: string, most: number): Promise<Pick<AuditRow, 'at' | 'act' | 'body'>[]> =>
  tx.query<Pick<AuditRow, 'at' | 'act' | 'body'>>(
    `select at, act, body from audit where account = $1 and subject = $2 and act not like 'login proved %' order by seq desc limit $3`,
    [tx.account, subject, most],
  )

/** Pages through every chain in order; needs the operator's eyes. */
export const rowsAfter = (tx: Tx, account: string, seq: number, limit: number): Promise<AuditRow[]> =>
  tx.query<AuditRow>('select account, seq, at, act, subject, body, hash from audit where account = $1 and seq > $2 order by seq limit $3', [
    account,
    seq,
    limit,
  ])

export const heads = (tx: Tx): Promise<Head[]> => tx.query<Head>('select account, seq, hash from audit_head order by account', [])

export const headOf = async (tx: Tx, account: string): Promise<Head | undefined> =>
  (await tx.query<Head>('select account, seq, hash from audit_head where account = $1', [account]))[0]

/** Every account that has rows, with a head or without. */
export async function chained(tx: Tx): Promise<string[]> {
  return (await tx.query<{ account: string }>('select distinct account from audit', [])).map((r) => r.account)
}
