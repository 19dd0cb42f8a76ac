/** Failures in a row, per user and scope. They only fall by success, or by a quiet day; what they mean is rules/throttle. */
import type { Tx } from '#store/database.ts'

export const SECOND = 'second'
export const SEND = 'send'
export const ofFactor = (factor: string): string => `factor:${factor}`
/** How often its clock was explained, and whether it was told that its secret does not open: read with the factor's own. */
export const ofClock = (factor: string): string => `factor:${factor}:clock`
export const ofBroken = (factor: string): string => `factor:${factor}:broken`
/** The device class is part of the scope: strangers fill their own bucket. `name` is a keyed digest, so names nobody has count alike. */
export const ofPassword = (name: string, device: string): string => `password:${device}:${name}`

/** `quietMs`: how long without a failure begins the recent count anew. */
export const count = (tx: Tx, user: string, scope: string, now: number, quietMs: number): Promise<unknown> =>
  tx.query(
    `insert into tally (account, user_id, scope, failures, recent, last_at) values ($1, $2, $3, 1, 1, $4)
     on conflict (account, user_id, scope) do update set failures = tally.failures + 1, last_at = excluded.last_at,
       recent = case when excluded.last_at - tally.last_at >= $5 then 1 else tally.recent + 1 end`,
    [tx.account, user, scope, now, quietMs],
  )

export const clear = (tx: Tx, user: string, scopes: readonly string[]): void =>
  tx.write('delete from tally where user_id = $1 and scope = any ($2)', [user, scopes])

/** After a reset by an administrator: every scope of this user. */
export const clearAll = (tx: Tx, user: string): Promise<unknown> => tx.query('delete from tally where user_id = $1', [user])

/** After a forgotten password was set anew: wrong passwords, from whichever device, were guesses at one that is no more. */
export const clearPasswords = (tx: Tx, user: string): Promise<unknown> =>
  tx.query("delete from tally where user_id = $1 and scope like 'password:%'", [user])
