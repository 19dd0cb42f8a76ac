/** Sessions: opened from a grant, seen, ended. Tokens are stored as SHA-256. Checking one is lookups.ts. */
import type { Grant } from '#rules/login/login.ts'
import type { Proof } from '#rules/proof.ts'
import type { Tx } from '#store/database.ts'
import type { Challenged } from '#store/logins.ts'

export const CHANNEL = 'sallyport_sessions'

export type NewSession = {
  readonly id: string
  readonly token: Buffer
  readonly user: string
  readonly grant: Grant
  readonly epoch: number
  readonly agent: string
  /** From where it was opened. */
  readonly address: string
  readonly idleMs: number
  readonly absoluteMs: number
}

/** The only insert into session: it takes a grant, and only rules/login can make one. The oldest beyond `most` end. */
export function insertSession(tx: Tx, s: NewSession, most: number, now: number): void {
  tx.write(
    `update session set ended_at = $3 where id in (select id from session where user_id = $1 and ended_at is null order by created_at desc offset $2)`,
    [s.user, most - 1, now],
  )
  tx.write(
    `insert into session (account, id, token, user_id, proofs, epoch, agent, created_at, seen_at, idle_ms, absolute_ms, address)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11)`,
    [tx.account, s.id, s.token, s.user, JSON.stringify(s.grant.proofs), s.epoch, s.agent, now, s.idleMs, s.absoluteMs, s.address],
  )
}

/** Step-up: the same session, new proofs, and a new token (a level change is a new token). */
export const renewSession = (tx: Tx, id: string, token: Buffer, grant: Grant, earlier: readonly Proof[], now: number): Promise<unknown> =>
  Promise.all([
    tx.query('update session set token = $2, proofs = $3, seen_at = $4 where id = $1 and ended_at is null', [
      id,
      token,
      JSON.stringify([...earlier.filter((e) => !grant.proofs.some((p) => p.factor === e.factor)), ...grant.proofs]),
      now,
    ]),
    announce(tx),
  ])

/** Activity, at most once a minute per session. */
export const seen = (tx: Tx, id: string, now: number): Promise<unknown> =>
  tx.query('update session set seen_at = greatest(seen_at, $2) where id = $1 and ended_at is null', [id, now])

export const endSession = (tx: Tx, id: string, now: number): Promise<unknown> =>
  Promise.all([tx.query('update session set ended_at = coalesce(ended_at, $2) where id = $1', [id, now]), announce(tx)])

/**
 * Everything that is open for a user: sessions, other logins, known devices, links for a forgotten password. One number moves,
 * and all that carries it is behind it.
 */
export async function endAll(
  tx: Tx,
  user: string,
  now: number,
  except: { readonly session?: string; readonly login?: string } = {},
): Promise<number> {
  const [row] = await Promise.all([
    tx.query<{ epoch: number }>('update users set epoch = epoch + 1 where id = $1 returning epoch', [user]),
    tx.query('update session set ended_at = $2 where user_id = $1 and ended_at is null and id is distinct from $3', [
      user,
      now,
      except.session ?? null,
    ]),
    tx.query('update login set ended_at = $2 where user_id = $1 and ended_at is null and id is distinct from $3', [
      user,
      now,
      except.login ?? null,
    ]),
    tx.query("update link set used_at = $2 where user_id = $1 and kind = 'password-reset' and used_at is null", [user, now]),
    announce(tx),
  ])
  const epoch = row[0]?.epoch ?? 0
  if (except.session) await tx.query('update session set epoch = $2 where id = $1', [except.session, epoch])
  return epoch
}

/** Tells every node to forget what it remembers of sessions; a node that misses it forgets within a second anyway. */
const announce = (tx: Tx): Promise<unknown> => tx.query(`select pg_notify('${CHANNEL}', '')`)

/** `enrolment`: a factor that waits for its confirmation, sealed; `sent`: the codes that were sent inside this session. */
export type OpenSession = {
  readonly id: string
  readonly proofs: readonly Proof[]
  readonly enrolment: string | null
  readonly sent: Readonly<Record<string, Challenged>>
}
export async function readSession(tx: Tx, id: string): Promise<OpenSession | undefined> {
  const [row] = await tx.query<OpenSession>('select id, proofs, enrolment, sent from session where id = $1 and ended_at is null', [id])
  return row
}

export type ListedSession = {
  readonly id: string
  readonly agent: string
  readonly address: string
  readonly proofs: readonly Proof[]
  readonly createdAt: number
  readonly seenAt: number
  readonly idleMs: number
  readonly absoluteMs: number
}

/** What a user has open, the one used last first. Whether each still lives is rules/session. */
export const sessionsOf = (tx: Tx, user: string): Promise<ListedSession[]> =>
  tx.query<ListedSession>(
    `select s.id, s.agent, s.address, s.proofs, s.created_at as "createdAt", s.seen_at as "seenAt", s.idle_ms as "idleMs", s.absolute_ms as "absoluteMs"
     from session s join users u on u.id = s.user_id where s.user_id = $1 and s.ended_at is null and s.epoch = u.epoch order by s.seen_at desc, s.id`,
    [user],
  )

/** Ends one of a user's own. False when there is no such session open. */
export async function endOwn(tx: Tx, user: string, id: string, now: number): Promise<boolean> {
  const [rows] = await Promise.all([
    tx.query('update session set ended_at = $3 where id = $2 and user_id = $1 and ended_at is null returning 1', [user, id, now]),
    announce(tx),
  ])
  return rows.length > 0
}

/** A factor being enrolled inside a session, sealed, until it is confirmed. */
export const saveSessionEnrolment = (tx: Tx, id: string, sealed: string | null): Promise<unknown> =>
  tx.query('update session set enrolment = $2 where id = $1', [id, sealed])
