/** What is asked at sign-in: one of the types the account allows and the user holds, or their choice each time (MW-P5). */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { meView, waysOf } from '#actions/me/view.ts'
import { notice } from '#actions/message/notify.ts'
import type { Me } from '#rules/me.ts'
import { WAYS } from '#rules/policy/policy.ts'
import { refuse } from '#rules/refusals.ts'
import { setWay } from '#store/users.ts'

export const chooseWay = action({
  name: 'me.way',
  about: 'Chooses what is asked at sign-in.',
  rest: { method: 'PUT', path: '/me/way' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ way: z.enum(WAYS) }),
  run: (context, { way }): Promise<Outcome<Me>> =>
    asMyself(context, async (tx, { known, session }): Promise<Outcome<Me>> => {
      const { world } = context
      const open = way === 'choose' || waysOf(world, known, tx.now).some((w) => w.type === way && w.allowed && w.held)
      if (!open) return refuse('factor/not-allowed')
      const now = { ...known, user: { ...known.user, way } }
      if (way !== known.user.way) {
        await setWay(tx, known.user.id, way)
        recordOwn(context, tx, known, 'way changed', { from: known.user.way, to: way })
        await notice(world, tx, known, 'way-changed', { type: way }, tx.now)
      }
      return { body: await meView(world, tx, { known: now, session }) }
    }),
})
