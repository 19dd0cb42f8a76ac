/** Who is signed in, in which account, by what; the door has checked the session already. */
import { action } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { sessionView } from '#actions/session/check.ts'
import { refuse } from '#rules/refusals.ts'

export const showSession = action({
  name: 'session.show',
  about: 'Who is signed in, what was proven, and until when.',
  rest: { method: 'GET', path: '/session' },
  may: 'session',
  input: nothing(),
  async run({ world, session }) {
    return session ? { body: sessionView(world, session) } : refuse('session/none')
  },
})
