/** The signed-in user: contacts, what is proposed, and what is asked at sign-in. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { lookAtMyself } from '#actions/me/own.ts'
import { meView } from '#actions/me/view.ts'
import type { Me } from '#rules/me.ts'

export const showMe = action({
  name: 'me.show',
  about: 'The signed-in user: contacts, proposed contacts and ways to sign in.',
  rest: { method: 'GET', path: '/me' },
  may: 'session',
  input: nothing(),
  run: (context): Promise<Outcome<Me>> => lookAtMyself(context, async (tx, mine) => ({ body: await meView(context.world, tx, mine) })),
})
