/** The one place where a session is opened or renewed: it takes a grant, and only rules/login makes one. */
import type { Tokens } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import type { Scene } from '#actions/login/frame/effects.ts'
import { newToken, rememberDevice } from '#actions/tokens.ts'
import type { Grant } from '#rules/login/login.ts'
import { MAX_SESSIONS } from '#rules/session/life.ts'
import { newId } from '#store/ids.ts'
import { insertSession, readSession, renewSession } from '#store/sessions.ts'
import { signedIn } from '#store/users.ts'

/** The tokens for the browser: a new session, or in a step-up the same one under a new token. */
export async function openSession({ context: { world, client }, tx, known, effective, session }: Scene, grant: Grant): Promise<Tokens> {
  const token = newToken(world)
  const device = rememberDevice(world, client.deviceToken, known.user)
  if (session) {
    const earlier = await readSession(tx, session)
    if (earlier) await renewSession(tx, session, token.digest, grant, earlier.proofs, tx.now)
    return { session: token.text, device }
  }
  const { idleMinutes, absoluteHours } = effective.session
  const times = { idleMs: idleMinutes * 60_000, absoluteMs: absoluteHours * 3_600_000 }
  const row = {
    id: newId('ses', tx.now),
    token: token.digest,
    user: known.user.id,
    grant,
    epoch: known.user.epoch,
    agent: client.agent,
    address: client.address,
    ...times,
  }
  const types = grant.proofs.map((p) => p.type)
  await Promise.all([
    insertSession(tx, row, MAX_SESSIONS, tx.now),
    signedIn(tx, known.user.id, tx.now),
    record(world, tx, tx.now, {
      act: 'session opened',
      subject: known.user,
      actor: known.user.id,
      data: { session: row.id, types },
      personal: { agent: client.agent, address: client.address },
    }),
  ])
  return { session: token.text, device, of: known.user.id }
}
