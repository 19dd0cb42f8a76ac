/** What is deleted, and after how long. Audit rows and burned answers are not among it, nor a failure count of a real user. */
import type { Tx } from '#store/database.ts'
import { DECOY_ACCOUNT } from '#store/lookups.ts'

const DAY = 86_400_000

/** `quietMs`: after how long without a try a name nobody has is forgotten; the same that ends a real user's waiting. Returns rows deleted. */
export async function prune(tx: Tx, now: number, quietMs: number): Promise<number> {
  // Kept so that it could be tried again, also by another provider; what it says is worth nothing any more.
  tx.write(
    `update message set body = null, status = case when status in ('queued', 'delayed') then 'expired' else status end,
       reason = case when status in ('queued', 'delayed') then 'too late' else reason end where body is not null and valid_until < $1`,
    [now],
  )
  const gone = await Promise.all([
    tx.query<{ n: number }>('with gone as (delete from login where expires_at < $1 returning 1) select count(*) as n from gone', [
      now - DAY,
    ]),
    tx.query<{ n: number }>(
      'with gone as (delete from session where coalesce(ended_at, created_at + absolute_ms) < $1 returning 1) select count(*) as n from gone',
      [now - 30 * DAY],
    ),
    tx.query<{ n: number }>(
      'with gone as (delete from message where created_at < $1 and valid_until < $1 returning 1) select count(*) as n from gone',
      [now - 30 * DAY],
    ),
    tx.query<{ n: number }>('with gone as (delete from link where expires_at < $1 returning 1) select count(*) as n from gone', [
      now - 30 * DAY,
    ]),
    // A name that exists keeps its count in a row; what can be seen from outside, the waiting, ends for both alike.
    tx.query<{ n: number }>(
      'with gone as (delete from tally where account = $1 and last_at < $2 returning 1) select count(*) as n from gone',
      [DECOY_ACCOUNT, now - quietMs],
    ),
    // No window that is counted over is longer than a day.
    tx.query<{ n: number }>('with gone as (delete from meter where at < $1 returning 1) select count(*) as n from gone', [now - DAY]),
  ])
  return gone.reduce((sum, [row]) => sum + (row?.n ?? 0), 0)
}
