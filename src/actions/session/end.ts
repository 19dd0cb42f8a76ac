/** Signs out: this session, or everywhere, where known devices and running logins end too (promise 10). */
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { nothing } from '#actions/input.ts'
import { refuse } from '#rules/refusals.ts'
import { readKnown } from '#store/known.ts'
import { endAll, endSession } from '#store/sessions.ts'

export const signOut = action({
  name: 'session.end',
  about: 'Signs out.',
  rest: { method: 'DELETE', path: '/session', status: 204 },
  may: 'session',
  input: nothing(),
  async run({ world, session }): Promise<Outcome<null>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx) => {
      const known = await readKnown(tx, { user: session.userId })
      await endSession(tx, session.id, tx.now)
      await record(world, tx, tx.now, { act: 'signed out', actor: session.userId, ...(known ? { subject: known.user } : {}) })
      return { body: null, tokens: { session: null } }
    })
  },
})

export const signOutEverywhere = action({
  name: 'session.end-all',
  about: 'Signs out everywhere: all sessions, running logins and known devices.',
  rest: { method: 'DELETE', path: '/sessions', status: 204 },
  may: 'session',
  input: nothing(),
  async run({ world, session }): Promise<Outcome<null>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx) => {
      const known = await readKnown(tx, { user: session.userId })
      await endAll(tx, session.userId, tx.now)
      await record(world, tx, tx.now, { act: 'signed out everywhere', actor: session.userId, ...(known ? { subject: known.user } : {}) })
      return { body: null, tokens: { session: null, login: null } }
    })
  },
})
