/** Logins in progress: written at each step, never a session. Reading them is known.ts. */
import type { Login } from '#rules/login/login.ts'
import type { Tx } from '#store/database.ts'
import type { Purpose } from '#store/known.ts'

/** A code that was sent in a login, per factor: what the factor type keeps to judge the answer, and what the page shows. */
export type Challenged = {
  readonly memo: unknown
  readonly reference: string
  readonly sentTo: string
  readonly sentAt: number
  readonly resendAt: number
  readonly validUntil: number
  readonly tries: number
  readonly message: string
}

export type NewLogin = {
  readonly id: string
  readonly token: Buffer
  readonly user: string
  readonly purpose: Purpose
  readonly session: string | null
  readonly state: Login
  readonly epoch: number
  readonly agent: string
  readonly expiresAt: number
}

export const insertLogin = (tx: Tx, l: NewLogin, now: number): void =>
  tx.write(
    `insert into login (account, id, token, user_id, purpose, session_id, state, epoch, agent, created_at, expires_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.account,
      l.id,
      l.token,
      l.user,
      l.purpose,
      l.session,
      JSON.stringify(l.state),
      l.epoch,
      l.agent,
      now,
      l.expiresAt,
      l.state.is === 'asking' ? null : now,
    ],
  )

/** `epoch` changes only with a password chosen inside this login. */
export const saveLogin = (tx: Tx, id: string, state: Login, epoch: number, now: number): void =>
  tx.write(
    'update login set state = $2, epoch = $3, ended_at = $4, enrolment = case when $4::bigint is null then enrolment end where id = $1',
    [id, JSON.stringify(state), epoch, state.is === 'asking' ? null : now],
  )

/** What began with a link to a mailbox that is not on record any more. */
export const endRecoveries = (tx: Tx, user: string, now: number): Promise<unknown> =>
  tx.query("update login set ended_at = $2 where user_id = $1 and purpose = 'recover' and ended_at is null", [user, now])

/** Inside what codes are sent and answered: a login, or the session of somebody who changes something of their own. */
export type Holder = { readonly kind: 'login' | 'session'; readonly id: string; readonly sent: Readonly<Record<string, Challenged>> }

const SENT = {
  login: 'update login set sent = sent || jsonb_build_object($2::text, $3::jsonb) where id = $1',
  session: 'update session set sent = sent || jsonb_build_object($2::text, $3::jsonb) where id = $1',
}

/** One entry per factor: a new code replaces, and so voids, the one before. */
export const saveSent = (tx: Tx, holder: Omit<Holder, 'sent'>, factor: string, sent: Challenged): Promise<unknown> =>
  tx.query(SENT[holder.kind], [holder.id, factor, JSON.stringify(sent)])

export const saveEnrolment = (tx: Tx, id: string, sealed: string | null): Promise<unknown> =>
  tx.query('update login set enrolment = $2 where id = $1', [id, sealed])
