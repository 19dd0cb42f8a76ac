/** What is sent to users: sealed until it was sent, with its status. The job that sends it carries only its id. */
import type { Sends } from '#rules/throttle/sending.ts'
import type { Tally } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'

export type NewMessage = {
  readonly id: string
  readonly user: string
  /** The login or the session that asked for it. */
  readonly login: string | null
  /** Set for codes: what the caps count. */
  readonly factor: string | null
  readonly channel: 'mail' | 'sms'
  readonly template: string
  readonly language: string
  readonly body: string
  readonly validUntil: number
}

/** Written and queued in the caller's transaction: it rolls back with it. */
export const post = (tx: Tx, m: NewMessage, now: number): Promise<unknown> =>
  Promise.all([
    tx.query(
      `insert into message (account, id, user_id, login_id, factor, channel, template, language, body, status, created_at, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10, $11)`,
      [tx.account, m.id, m.user, m.login, m.factor, m.channel, m.template, m.language, m.body, now, m.validUntil],
    ),
    enqueue(tx, 'deliver', { message: m.id }, m.id),
  ])

/** Adds a job that starts when this transaction commits. `key` makes it one however often it is added. */
export const enqueue = (tx: Tx, task: string, data: object, key: string | null = null, attempts = 20): Promise<unknown> =>
  tx.query('select app.enqueue($1, $2, $3, $4)', [task, JSON.stringify(data), key, attempts])

/** A code that a newer one replaced is not sent any more. */
export const supersede = (tx: Tx, login: string, factor: string): Promise<unknown> =>
  tx.query(
    "update message set status = 'expired', reason = 'replaced', body = null where login_id = $1 and factor = $2 and status in ('queued', 'delayed')",
    [login, factor],
  )

export type Posted = {
  readonly id: string
  readonly userId: string
  readonly factor: string | null
  readonly loginId: string | null
  readonly channel: 'mail' | 'sms'
  readonly template: string
  readonly language: 'en' | 'de' | 'it'
  readonly body: string | null
  readonly status: 'queued' | 'accepted' | 'delayed' | 'failed' | 'expired'
  readonly validUntil: number
  readonly acceptedAt: number | null
}

const COLUMNS = `id, user_id as "userId", factor, login_id as "loginId", channel, template, language, body, status, valid_until as "validUntil", accepted_at as "acceptedAt"`

export async function readMessage(tx: Tx, id: string): Promise<Posted | undefined> {
  const [row] = await tx.query<Posted>(`select ${COLUMNS} from message where id = $1`, [id])
  return row
}

/** After the last attempt the sealed body is forgotten: a code is worth nothing to anybody later. */
export const marked = (tx: Tx, id: string, status: Posted['status'], reason: string | null, now: number): Promise<unknown> =>
  tx.query(
    `update message set status = $2, reason = $3, attempts = attempts + 1, accepted_at = case when $2 = 'accepted' then $4::bigint end,
       body = case when $2 = 'delayed' then body end where id = $1`,
    [id, status, reason, now],
  )

/** How many codes went to this user lately, and how many in a row without a right answer. */
export async function sendsOf(tx: Tx, user: string, row: Tally, now: number): Promise<Sends> {
  const [n] = await tx.query<{ hour: number; day: number }>(
    `select count(*) filter (where created_at > $2::bigint - 3600000) as hour, count(*) as day from message
     where user_id = $1 and factor is not null and created_at > $2::bigint - 86400000`,
    [user, now],
  )
  return { row, lastHour: n?.hour ?? 0, lastDay: n?.day ?? 0 }
}
