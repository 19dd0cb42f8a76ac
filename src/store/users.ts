/** Users: made by invitation, found by username key, changed by the acts of login and of administrators. */
import type { Tx } from '#store/database.ts'
import type { Language } from '#store/known.ts'

export type NewUser = {
  readonly id: string
  readonly username: string
  readonly usernameKey: string
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly state: 'invited' | 'active'
  readonly way: string
  readonly personalKey: string
}

/** False when the username is taken, anywhere on the platform. */
export async function insertUser(tx: Tx, u: NewUser, now: number): Promise<boolean> {
  const rows = await tx.query(
    `insert into users (account, id, username, username_key, name, email, language, state, way, personal_key, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (username_key) do nothing returning 1`,
    [tx.account, u.id, u.username, u.usernameKey, u.name, u.email, u.language, u.state, u.way, u.personalKey, now],
  )
  return rows.length === 1
}

export const removeUser = (tx: Tx, user: string): Promise<unknown> => tx.query('delete from users where id = $1', [user])

export const setUserState = (tx: Tx, user: string, state: 'active' | 'disabled'): Promise<unknown> =>
  tx.query('update users set state = $2 where id = $1', [user, state])

export const setWay = (tx: Tx, user: string, way: string): Promise<unknown> =>
  tx.query('update users set way = $2 where id = $1', [user, way])

export const setLanguage = (tx: Tx, user: string, language: Language): Promise<unknown> =>
  tx.query('update users set language = $2 where id = $1', [user, language])

/** Where mail goes; proving it is the business of whoever sets it. */
export const setEmail = (tx: Tx, user: string, email: string): Promise<unknown> =>
  tx.query('update users set email = $2 where id = $1', [user, email])

/** All that the roles of a user let them do. */
export async function permissionsOf(tx: Tx, user: string): Promise<readonly string[]> {
  const rows = await tx.query<{ permission: string }>(
    `select distinct p as permission from user_role ur join role r on r.id = ur.role_id, jsonb_array_elements_text(r.permissions) p where ur.user_id = $1`,
    [user],
  )
  return rows.map((r) => r.permission)
}

export const mustChange = (tx: Tx, user: string, reason: string): Promise<unknown> =>
  tx.query('update users set must_change = (must_change - $2::text) || to_jsonb(array[$2::text]) where id = $1', [user, reason])

export const mustChangeNothing = (tx: Tx, user: string): Promise<unknown> =>
  tx.query("update users set must_change = '[]' where id = $1", [user])

export const signedIn = (tx: Tx, user: string, now: number): void =>
  tx.write('update users set signed_in_at = $2 where id = $1', [user, now])

/** The id of a user of this account by username key. */
export async function userByKey(tx: Tx, key: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>('select id from users where username_key = $1 and account = $2', [key, tx.account])
  return row?.id
}

export const select = (tx: Tx, user: string, kind: 'selected' | 'excepted', version: number): Promise<unknown> =>
  tx.query('insert into selection (account, user_id, kind, added_version) values ($1, $2, $3, $4)', [tx.account, user, kind, version])
