/** Gives a running login up. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { named, step } from '#actions/login/frame/step.ts'
import { isRefusal } from '#rules/refusals.ts'

export const cancelLogin = action({
  name: 'login.cancel',
  about: 'Gives the running login up.',
  rest: { method: 'DELETE', path: '/logins/current', status: 204 },
  may: 'login',
  input: nothing(),
  async run(context): Promise<Outcome<null>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    const done = await step(context, found, async () => ({ event: { type: 'cancelled' } }))
    return isRefusal(done) ? done : { body: null, tokens: { login: null } }
  },
})
