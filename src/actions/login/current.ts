/** What the running login asks next: for a page that was loaded anew. Changes nothing. */
import { action } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { look, named } from '#actions/login/frame/step.ts'
import { isRefusal } from '#rules/refusals.ts'

export const currentLogin = action({
  name: 'login.current',
  about: 'The running login and what it asks next.',
  rest: { method: 'GET', path: '/logins/current' },
  may: 'login',
  input: nothing(),
  async run(context) {
    const found = await named(context)
    if (isRefusal(found)) return found
    const body = await look(context, found, (tx, at) => picture(context.world, tx, at.known, at.login))
    return isRefusal(body) ? body : { body }
  },
})
