/** Finding an account from a name or a token: the functions owned by the lookup role, one call each. */
import type { Proof } from '#rules/proof.ts'
import type { Store, Tx } from '#store/database.ts'

export type Found = { readonly account: string; readonly id: string; readonly userId: string }

/** How many users nobody is: names that do not exist are spread over them, so that they do not wait for one another. */
export const DECOYS = 64
export const DECOY_ACCOUNT = 'acc_decoy'
export const PLATFORM_ACCOUNT = 'acc_platform'
export const decoyKey = (number: number): string => `decoy ${number % DECOYS}`

/** The user with this username key, or the decoy. */
export async function findUsername(
  store: Store,
  key: string,
  decoy: string,
): Promise<{ account: string; userId: string; decoy: boolean } | undefined> {
  const [row] = await store.lookup<{ account: string; user_id: string; decoy: boolean }>('select * from app.find_username($1, $2)', [
    key,
    decoy,
  ])
  return row && { account: row.account, userId: row.user_id, decoy: row.decoy }
}

/** Everybody, on the whole platform, to whose mailbox on record this address leads, oldest first. */
export async function usersOfAddress(store: Store, address: string): Promise<readonly Omit<Found, 'id'>[]> {
  const rows = await store.lookup<{ account: string; user_id: string }>('select * from app.users_of_address(lower($1))', [address])
  return rows.map((row) => ({ account: row.account, userId: row.user_id }))
}

export async function findLogin(store: Store, token: Buffer): Promise<Found | undefined> {
  const [row] = await store.lookup<{ account: string; id: string; user_id: string }>('select * from app.find_login($1)', [token])
  return row && { account: row.account, id: row.id, userId: row.user_id }
}

export async function findLink(store: Store, token: Buffer, kind: string): Promise<Found | undefined> {
  const [row] = await store.lookup<{ account: string; id: string; user_id: string }>('select * from app.find_link($1, $2)', [token, kind])
  return row && { account: row.account, id: row.id, userId: row.user_id }
}

/** A session and all that a check answers with. Whether it still lives is rules/session. */
export type FoundSession = {
  readonly now: number
  readonly account: string
  readonly id: string
  readonly userId: string
  readonly proofs: readonly Proof[]
  readonly createdAt: number
  readonly seenAt: number
  readonly idleMs: number
  readonly absoluteMs: number
  readonly ended: boolean
  readonly username: string
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'de' | 'it'
  readonly accountName: string
  readonly slug: string
  /** Ids of the factors that the user still has. */
  readonly held: readonly string[]
  readonly permissions: readonly string[]
}

export async function findSession(store: Store, token: Buffer): Promise<FoundSession | undefined> {
  const [row] = await store.check<{ found: FoundSession | null }>('select app.find_session($1) as found', [token])
  return row?.found ?? undefined
}

export async function operatorExists(by: Store | Tx): Promise<boolean> {
  const ask = 'lookup' in by ? by.lookup : by.query
  const [row] = await ask<{ there: boolean }>('select app.operator_exists() as there', [])
  return row?.there ?? true
}

export async function accountBySlug(store: Store, slug: string): Promise<string | undefined> {
  const [row] = await store.lookup<{ id: string | null }>('select app.account_by_slug($1) as id', [slug])
  return row?.id ?? undefined
}

/** The database's clock, for a caller without a transaction. Milliseconds since 1970. */
export async function databaseNow(store: Store): Promise<number> {
  const [row] = await store.lookup<{ now: number }>('select app.now_ms() as now', [])
  return row?.now ?? Number.NaN
}
