/** What is bound to users, sealed; and the burn, the whole replay defence for every factor type on every surface. */
import type { Tx } from '#store/database.ts'
import type { FactorState } from '#store/known.ts'

export type NewFactor = {
  readonly id: string
  readonly user: string
  readonly type: string
  readonly label: string
  readonly secret: string
  readonly state: FactorState
  readonly provenAt: number | null
  readonly takesOverAt?: number | null
  readonly replaces?: string | null
}

export const insertFactor = (tx: Tx, f: NewFactor, now: number): Promise<unknown> =>
  tx.query(
    `insert into factor (account, id, user_id, type, label, secret, state, proven_at, created_at, usable, takes_over_at, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7 <> 'proposed', $10, $11)`,
    [tx.account, f.id, f.user, f.type, f.label, f.secret, f.state, f.provenAt, now, f.takesOverAt ?? null, f.replaces ?? null],
  )

/**
 * True the first time, false for ever after; and a step uses up every step before it. Then the factor was used now, too.
 * Run under the user's lock: what a refused step burned beside it stays burned, which costs nothing.
 */
export async function burn(
  tx: Tx,
  factor: string,
  used: { readonly burns: string; readonly step?: number },
  now: number,
): Promise<boolean> {
  const rows = await tx.query(
    `with once as (insert into burned (account, factor, what, at) values ($1, $2, $3, $4) on conflict do nothing returning 1)
     update factor set last_step = greatest(last_step, $5::bigint), used_at = $4, proven_at = coalesce(proven_at, $4)
     where id = $2 and exists (select from once) and ($5::bigint is null or last_step < $5::bigint) returning 1`,
    [tx.account, factor, used.burns, now, used.step ?? null],
  )
  return rows.length === 1
}

/**
 * Uses up one answer of another time without it having been right: true where it could still have been used. The last step
 * stays, or a phone that is ahead would lock its owner out until then.
 */
export async function burnUnused(
  tx: Tx,
  factor: string,
  { burns, step }: { readonly burns: string; readonly step: number },
  now: number,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into burned (account, factor, what, at) select account, id, $2, $3 from factor where id = $1 and last_step < $4
     on conflict do nothing returning 1`,
    [factor, burns, now, step],
  )
  return rows.length === 1
}

/** Used now, by an answer that is not used up. */
export const markUsed = (tx: Tx, factor: string, now: number): void =>
  tx.write('update factor set used_at = $2, proven_at = coalesce(proven_at, $2) where id = $1', [factor, now])

export const setSecret = (tx: Tx, factor: string, sealed: string): Promise<unknown> =>
  tx.query('update factor set secret = $2 where id = $1', [factor, sealed])

export const setState = (tx: Tx, factor: string, state: FactorState): Promise<unknown> =>
  tx.query('update factor set state = $2 where id = $1', [factor, state])

/** A contact on record that nobody has chosen, and that failures of before do not disable any more. */
export const storeAnew = (tx: Tx, factor: string): Promise<unknown> =>
  tx.query("update factor set state = 'stored', disabled_at = null where id = $1", [factor])

/** What it was to replace has gone. */
export const replacesNothing = (tx: Tx, factor: string): Promise<unknown> =>
  tx.query('update factor set replaces = null where id = $1', [factor])

export const renameFactor = (tx: Tx, factor: string, label: string): Promise<unknown> =>
  tx.query('update factor set label = $2 where id = $1', [factor, label])

/** `older` goes once this one was used. */
export const replacing = (tx: Tx, factor: string, older: string): Promise<unknown> =>
  tx.query('update factor set replaces = $2 where id = $1', [factor, older])

/** A contact that was only proposed counts from now on. */
export const takeEffect = (tx: Tx, factor: string, state: 'bound' | 'stored'): Promise<unknown> =>
  tx.query('update factor set state = $2, usable = true, takes_over_at = null, replaces = null where id = $1', [factor, state])

/** Nothing goes to this contact any more. */
export const suspendContact = (tx: Tx, factor: string): Promise<unknown> =>
  tx.query('update factor set usable = false where id = $1', [factor])

export type Due = { readonly account: string; readonly user: string; readonly id: string }

/** Proposals of administrators whose time has come, on the whole platform; needs the operator's eyes. */
export const dueProposals = (tx: Tx, now: number, most: number): Promise<Due[]> =>
  tx.query<Due>(
    `select account, user_id as "user", id from factor where state = 'proposed' and takes_over_at is not null and takes_over_at <= $1
     order by takes_over_at, id limit $2`,
    [now, most],
  )

export const disableFactor = (tx: Tx, factor: string, now: number): Promise<unknown> =>
  tx.query('update factor set disabled_at = coalesce(disabled_at, $2) where id = $1', [factor, now])

export const removeFactor = (tx: Tx, factor: string): Promise<unknown> => tx.query('delete from factor where id = $1', [factor])

/** Recovery codes of a user in one state: the old sheet goes when the new one is kept. */
export const removeOfType = (tx: Tx, user: string, type: string, state: string): Promise<unknown> =>
  tx.query('delete from factor where user_id = $1 and type = $2 and state = $3', [user, type, state])

/** How many answers of a factor are used up, for "8 of 10 left". */
export async function burnedOf(tx: Tx, factors: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ factor: string; n: number }>(
    'select factor, count(*) as n from burned where factor = any ($1) group by factor',
    [factors],
  )
  return new Map(rows.map((r) => [r.factor, r.n]))
}
