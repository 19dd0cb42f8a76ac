/** What the doctor asks of the database: facts about the server, the newest act, the queue. Changes nothing. */
import type { Store, Tx } from '#store/database.ts'

export type ServerFacts = { readonly version: number; readonly role: string; readonly owner: string }

export async function serverFacts(store: Store): Promise<ServerFacts> {
  const [row] = await store.lookup<ServerFacts>(
    `select current_setting('server_version_num')::int / 10000 as version, current_user::text as role,
       (select pg_get_userbyid(c.relowner)::text from pg_class c where c.oid = 'app.users'::regclass) as owner`,
    [],
  )
  if (!row) throw new Error('The database says nothing of itself.')
  return row
}

/** When anything was last recorded, in milliseconds; 0 when nothing was. */
export async function newestAct(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ at: number | null }>('select max(at) as at from audit')
  return row?.at ?? 0
}

export async function accountsWithSms(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>("select count(*) as n from account where entitlements->'sms' = 'true'")
  return row?.n ?? 0
}

/** `oldest`: since when the message waits that waits longest. `ended`, `lost`: of the last day. `reason`: the commonest. */
export type QueueFacts = {
  readonly now: number
  readonly waiting: number
  readonly oldest: number | null
  readonly ended: number
  readonly lost: number
  readonly reason: string | null
}

export async function queueFacts(tx: Tx): Promise<QueueFacts> {
  const [row] = await tx.query<Omit<QueueFacts, 'now'>>(
    `select count(*) filter (where waits) as waiting, min(created_at) filter (where waits) as oldest,
       count(*) filter (where not waits and recent) as ended, count(*) filter (where lost and recent) as lost,
       mode() within group (order by reason) filter (where lost and recent) as reason
     from (select created_at, reason, status in ('queued', 'delayed') and valid_until > app.now_ms() as waits,
         created_at > app.now_ms() - 86400000 as recent,
         status in ('failed', 'undelivered') or (status = 'expired' and reason = 'too late') as lost
       from message where account <> 'acc_decoy') m`,
  )
  if (!row) throw new Error('The queue says nothing.')
  return { ...row, now: tx.now }
}
