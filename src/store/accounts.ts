/** Accounts, their policies in versions, their roles. Made by operators; read with everything else in known.ts. */
import type { Policy } from '#rules/policy/policy.ts'
import type { Tx } from '#store/database.ts'
import type { Language, SmsRules } from '#store/known.ts'

export type NewAccount = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly language: Language
  readonly timeZone: string
  readonly helpEmail: string | null
  readonly helpPhone: string | null
}

/** False when the slug is taken. */
export async function insertAccount(tx: Tx, a: NewAccount, now: number): Promise<boolean> {
  const rows = await tx.query(
    `insert into account (id, slug, name, language, time_zone, help_email, help_phone, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
    [a.id, a.slug, a.name, a.language, a.timeZone, a.helpEmail, a.helpPhone, now],
  )
  return rows.length === 1
}

/** Codes by SMS are granted, with what the account may send where that differs from the defaults. */
export const grantSms = (tx: Tx, rules: SmsRules): Promise<unknown> =>
  tx.query('update account set entitlements = entitlements || \'{"sms": true}\', sms = $2 where id = $1', [
    tx.account,
    JSON.stringify(rules),
  ])

/** Its limits stay, for when it is granted again. */
export const withholdSms = (tx: Tx): Promise<unknown> =>
  tx.query("update account set entitlements = entitlements - 'sms' where id = $1", [tx.account])

export type Version = { readonly version: number; readonly document: Policy; readonly author: string; readonly reason: string }

/** Every save is a new version; the number must be the next one. */
export const insertPolicy = (tx: Tx, account: string, v: Version, now: number): Promise<unknown> =>
  tx.query('insert into policy (account, version, document, author, reason, at) values ($1, $2, $3, $4, $5, $6)', [
    account,
    v.version,
    JSON.stringify(v.document),
    v.author,
    v.reason,
    now,
  ])

export const insertRole = (tx: Tx, account: string, id: string, name: string, permissions: readonly string[]): Promise<unknown> =>
  tx.query('insert into role (account, id, name, permissions) values ($1, $2, $3, $4)', [account, id, name, JSON.stringify(permissions)])

export const giveRole = (tx: Tx, user: string, role: string): Promise<unknown> =>
  tx.query('insert into user_role (account, user_id, role_id) values ($1, $2, $3) on conflict do nothing', [tx.account, user, role])

export async function roleNamed(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>('select id from role where name = $1 and account = $2', [name, tx.account])
  return row?.id
}

export type AccountFacts = NewAccount & { readonly state: 'open' | 'suspended' }

export async function readAccount(tx: Tx): Promise<AccountFacts | undefined> {
  const [row] = await tx.query<AccountFacts>(
    `select id, slug, name, language, time_zone as "timeZone", help_email as "helpEmail", help_phone as "helpPhone", state from account where id = $1`,
    [tx.account],
  )
  return row
}

export async function accountExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('select 1 from account where id = $1', [id])).length > 0
}
