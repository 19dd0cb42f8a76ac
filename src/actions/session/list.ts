/** What a user has open: by which browser, from where, since when, and what opened it. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { iso, lookAtMyself } from '#actions/me/own.ts'
import type { OwnSession } from '#rules/me.ts'
import { alive, expiresAt } from '#rules/session/life.ts'
import { sessionsOf } from '#store/sessions.ts'

export const listSessions = action({
  name: 'me.sessions',
  about: 'The open sessions of the signed-in user.',
  rest: { method: 'GET', path: '/me/sessions' },
  may: 'session',
  input: nothing(),
  run: (context): Promise<Outcome<{ sessions: OwnSession[] }>> =>
    lookAtMyself(context, async (tx, { known, session }) => {
      const open = (await sessionsOf(tx, known.user.id)).filter((s) => alive(s, tx.now))
      const sessions = open.map((s) => ({
        id: s.id,
        current: s.id === session.id,
        agent: s.agent,
        address: s.address,
        openedAt: iso(s.createdAt),
        seenAt: iso(s.seenAt),
        expiresAt: iso(expiresAt(s)),
        factors: [...new Set(s.proofs.map((p) => p.type))],
      }))
      return { body: { sessions } }
    }),
})
