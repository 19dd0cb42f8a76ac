/**
 * What the demo keeps beside the house, in a schema of its own: captured messages, the passwords and recovery codes of its
 * invented people in plain, and the secrets that the stand-in for an authenticator app has taken up. As superuser over the embedded socket.
 */
import type { Mail } from '#delivery/mail/index.ts'
import type { Sms } from '#delivery/sms/index.ts'
import type { Language } from '#store/known.ts'
import { type Connection, openPool } from '#store/pool.ts'

const SCHEMA = `
  create schema if not exists demo;
  create table if not exists demo.message (
    id bigint generated always as identity primary key, key text unique, at bigint not null, channel text not null,
    recipient text not null, subject text, text text not null, html text, sender text, account text
  );
  create table if not exists demo.password (phc text primary key, plain text not null);
  create table if not exists demo.sheet (factor text primary key, codes jsonb not null);
  create table if not exists demo.authenticator (secret text primary key, account text not null, username text not null, at bigint not null);
`

/** `lived`: there are users, acts or an open set-up link, so that somebody means it. */
export type Nature = { readonly marked: boolean; readonly lived: boolean }

export type Captured = {
  readonly id: string
  readonly at: number
  readonly channel: 'mail' | 'sms'
  readonly to: string
  readonly subject: string | null
  readonly text: string
  readonly html: string | null
  readonly from: string | null
  readonly account: string | null
}
export type Authenticator = { readonly account: string; readonly username: string; readonly secret: string }
export type Sheet = { readonly codes: readonly string[]; readonly used: readonly string[] }
export type Somebody = {
  readonly account: string
  readonly slug: string
  readonly accountName: string
  readonly id: string
  readonly usernameKey: string
  readonly language: Language
  readonly roles: readonly string[]
}

/** The name a phone shows above the message. */
const SENDER = 'Sallyport'

/** The newest so many are shown: whoever plays for days still gets an answer at once. */
const MOST_MESSAGES = 500

export type Tables = ReturnType<typeof openTables>

/** `to` is the embedded database. `onError` hears of connections that broke. */
export function openTables(to: Connection, onError: (error: Error) => void = () => undefined) {
  const pool = openPool({ ...to, user: 'postgres' }, { max: 3, name: 'demo', onError })
  const rows = async <R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
    (await pool.query<R>(text, [...values])).rows
  return {
    make: () => rows(SCHEMA),
    async nature(): Promise<Nature> {
      const [row] = await rows<Nature>(
        `select demo as marked, exists (select from users where account <> 'acc_decoy') or exists (select from audit) or exists (select from set_up) as lived
         from clock`,
      )
      return row ?? { marked: false, lived: true }
    },
    /** The time as everybody sees it, and how far it was moved, in milliseconds. */
    async clock(): Promise<{ now: number; offset: number }> {
      const [row] = await rows<{ now: number; offset: number }>('select app.now_ms() as now, offset_ms as "offset" from clock')
      return row ?? { now: Number.NaN, offset: 0 }
    },
    /** A mail that is handed over twice is kept once. */
    capture: (mail: Mail, sender: string) =>
      rows(
        `insert into demo.message (key, at, channel, recipient, subject, text, html, sender, account)
         values ($1, app.now_ms(), 'mail', $2, $3, $4, $5, $6, $7) on conflict (key) do nothing`,
        [mail.messageId ?? null, mail.to, mail.subject, mail.text, mail.html, `${mail.fromName} <${sender}>`, mail.fromName],
      ),
    /** The same for an SMS. In whose name it was sent is known of the message; the sender is what a gateway would be told. */
    captureSms: ({ id, to, text }: Sms) =>
      rows(
        `insert into demo.message (key, at, channel, recipient, text, sender, account)
         values ($1, app.now_ms(), 'sms', $2, $3, $4, (select a.name from message m join account a on a.id = m.account where m.id = $1))
         on conflict (key) do nothing`,
        [id, to, text, SENDER],
      ),
    messages: () =>
      rows<Captured>(
        `select id::text, at, channel, recipient as "to", subject, text, html, sender as "from", account
         from (select * from demo.message order by id desc limit ${MOST_MESSAGES}) newest order by newest.id`,
      ),
    remember: (phc: string, plain: string) =>
      rows('insert into demo.password (phc, plain) values ($1, $2) on conflict do nothing', [phc, plain]),
    passwords: async () =>
      new Map((await rows<{ phc: string; plain: string }>('select phc, plain from demo.password')).map((r) => [r.phc, r.plain])),
    rememberSheet: (factor: string, codes: readonly string[]) =>
      rows('insert into demo.sheet (factor, codes) values ($1, $2)', [factor, JSON.stringify(codes)]),
    /** Sheets by their factor, as they were made, and what is used up of each. */
    sheets: async () =>
      new Map(
        (
          await rows<Sheet & { factor: string }>(
            `select s.factor, s.codes, coalesce((select jsonb_agg(b.what) from burned b where b.factor = s.factor), '[]') as used from demo.sheet s`,
          )
        ).map((r) => [r.factor, r]),
      ),
    /** Customers first, in the order they were made. */
    everybody: () =>
      rows<Somebody>(
        `select a.id as account, a.slug, a.name as "accountName", u.id, u.username_key as "usernameKey", u.language,
           coalesce((select jsonb_agg(r.name order by r.name) from user_role ur join role r on r.account = ur.account and r.id = ur.role_id
             where ur.account = u.account and ur.user_id = u.id), '[]') as roles
         from users u join account a on a.id = u.account where a.id <> 'acc_decoy'
         order by a.id = 'acc_platform', a.created_at, a.id, u.created_at, u.id`,
      ),
    takeUp: (a: Authenticator) =>
      rows(
        `insert into demo.authenticator (secret, account, username, at) values ($1, $2, $3, app.now_ms())
         on conflict (secret) do update set account = excluded.account, username = excluded.username`,
        [a.secret, a.account, a.username],
      ),
    /** False when it was not taken up. */
    forget: async (secret: string) => (await rows('delete from demo.authenticator where secret = $1 returning 1', [secret])).length > 0,
    authenticators: () => rows<Authenticator>('select account, username, secret from demo.authenticator order by at, secret'),
    close: () => pool.end(),
  }
}
