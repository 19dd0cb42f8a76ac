/** What is sent to users: sealed until it was sent, with its status. The job that sends it carries only its id. */
import type { Course, Try } from '#rules/message/course.ts'
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

/** A code that a newer one replaced is not sent any more, neither late nor by another provider. */
export const supersede = (tx: Tx, login: string, factor: string): Promise<unknown> =>
  tx.query(
    `update message set body = null, reason = 'replaced', status = case when status in ('queued', 'delayed') then 'expired' else status end
     where login_id = $1 and factor = $2 and (status in ('queued', 'delayed') or body is not null)`,
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
  readonly status: Course['status']
  readonly reason: string | null
  /** The providers of an SMS that were asked, in their order. */
  readonly tried: readonly Try[]
  readonly parts: number
  readonly validUntil: number
  readonly acceptedAt: number | null
  readonly deliveredAt: number | null
}

const COLUMNS = `id, user_id as "userId", factor, login_id as "loginId", channel, template, language, body, status, reason, tried, parts,
  valid_until as "validUntil", accepted_at as "acceptedAt", delivered_at as "deliveredAt"`

export async function readMessage(tx: Tx, id: string): Promise<Posted | undefined> {
  const [row] = await tx.query<Posted>(`select ${COLUMNS} from message where id = $1`, [id])
  return row
}

/** The same, and nobody else changes it until this transaction ends: a provider's answer and its report can come at once. */
export async function lockMessage(tx: Tx, id: string): Promise<Posted | undefined> {
  const [row] = await tx.query<Posted>(`select ${COLUMNS} from message where id = $1 for update`, [id])
  return row
}

export type Followed = Course & {
  readonly reason: string | null
  /** Whether another provider may still need the sealed body. */
  readonly keep: boolean
  readonly parts?: number
  readonly asked?: true
}

/** Where an SMS has come to. The times of what it becomes are set once, by the first who knows. */
export const follow = (tx: Tx, id: string, f: Followed): Promise<unknown> =>
  tx.query(
    `update message set status = $2, tried = $3, reason = $4, parts = coalesce($6, parts), attempts = attempts + $7,
       accepted_at = case when $2 = 'accepted' and status <> 'accepted' then $8::bigint else accepted_at end,
       delivered_at = case when $2 = 'delivered' then coalesce(delivered_at, $8::bigint) end,
       body = case when $5 then body end where id = $1`,
    [id, f.status, JSON.stringify(f.tried), f.reason, f.keep, f.parts ?? null, f.asked ? 1 : 0, tx.now],
  )

/** Whether what it was asked for inside is over: then its code opens nothing any more. */
export async function loginIsOver(tx: Tx, login: string | null): Promise<boolean> {
  const rows = await tx.query('select 1 from login where id = $1 and (ended_at is not null or expires_at <= $2)', [login, tx.now])
  return rows.length > 0
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

/** What an account's SMS have cost lately, in parts. What was never handed over costs nothing. */
export async function smsSpent(
  tx: Tx,
  dayMs: number,
  monthMs: number,
  now: number,
): Promise<{ readonly day: number; readonly month: number }> {
  const [n] = await tx.query<{ day: number; month: number }>(
    `select coalesce(sum(parts) filter (where created_at > $1::bigint - $2::bigint), 0)::bigint as day, coalesce(sum(parts), 0)::bigint as month
     from message where channel = 'sms' and status <> 'expired' and created_at > $1::bigint - $3::bigint`,
    [now, dayMs, monthMs],
  )
  return n ?? { day: 0, month: 0 }
}

/** How many SMS that were no codes went to this user lately. */
export async function smsNotices(tx: Tx, user: string, since: number): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    "select count(*) as n from message where user_id = $1 and channel = 'sms' and factor is null and created_at > $2",
    [user, since],
  )
  return row?.n ?? 0
}

/** Whether a message of this kind went to this user lately. */
export async function toldSince(tx: Tx, user: string, template: string, since: number): Promise<boolean> {
  return (
    (await tx.query('select 1 from message where user_id = $1 and template = $2 and created_at > $3 limit 1', [user, template, since]))
      .length > 0
  )
}
