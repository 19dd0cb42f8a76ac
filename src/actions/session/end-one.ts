/** Ends one session of the signed-in user, at once on this node and within a second on others. The one that asks is signed out. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id } from '#actions/input.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { refuse } from '#rules/refusals.ts'
import { endOwn } from '#store/sessions.ts'

export const endOneSession = action({
  name: 'me.session.end',
  about: 'Ends one session of the signed-in user.',
  rest: { method: 'DELETE', path: '/me/sessions/{id}', status: 204 },
  may: 'session',
  input: z.strictObject({ id: id() }),
  run: (context, input): Promise<Outcome<null>> =>
    asMyself(context, async (tx, { known, session }) => {
      if (!(await endOwn(tx, known.user.id, input.id, tx.now))) return refuse('record/unknown', { extra: { what: 'session' } })
      recordOwn(context, tx, known, 'session ended', { session: input.id })
      return { body: null, ...(input.id === session.id ? { tokens: { session: null } } : {}) }
    }),
})
