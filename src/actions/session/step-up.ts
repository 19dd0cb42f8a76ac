/** Proving again inside a session: a login for the same user whose grant renews the session instead of opening one. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { LOGIN_MS } from '#actions/login/start.ts'
import { newToken } from '#actions/tokens.ts'
import { begin } from '#rules/login/decide.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { refuse } from '#rules/refusals.ts'
import { newId } from '#store/ids.ts'
import { lockKnown } from '#store/known.ts'
import { insertLogin } from '#store/logins.ts'

export const stepUp = action({
  name: 'session.step-up',
  about: 'Begins proving again, for acts that need it fresh.',
  rest: { method: 'POST', path: '/session/step-up', status: 201 },
  may: 'session',
  input: nothing(),
  async run({ world, session, client }): Promise<Outcome<PublicLogin>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<PublicLogin>> => {
      const known = await lockKnown(tx, { user: session.userId })
      if (!known) return refuse('session/none')
      const state = begin()
      const step = next(state, judge(world, known, tx.now).facts)
      const refused = step.kind === 'refuse' ? ({ is: 'refused', why: step.why } as const) : state
      const token = newToken(world)
      const view = { id: newId('lgn', tx.now), purpose: 'step-up' as const, state: refused, sent: {}, expiresAt: tx.now + LOGIN_MS }
      const row = { ...view, token: token.digest, user: known.user.id, session: session.id, epoch: known.user.epoch, agent: client.agent }
      await insertLogin(tx, row, tx.now)
      return { body: await picture(world, tx, known, view), tokens: { login: token.text } }
    })
  },
})
