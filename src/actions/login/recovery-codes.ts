/** Confirms that the recovery codes were kept, or makes ten new ones for somebody whose page was lost before. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { issueCodes } from '#actions/login/frame/effects.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { named, running, step } from '#actions/login/frame/step.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { lockKnown } from '#store/known.ts'

export const keepRecoveryCodes = action({
  name: 'login.recovery-codes',
  about: 'Confirms that the recovery codes were kept; `renew` makes new ones.',
  rest: { method: 'POST', path: '/logins/current/recovery-codes' },
  may: 'login',
  input: z.union([z.strictObject({ kept: z.literal(true) }), z.strictObject({ renew: z.literal(true) })]),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    if ('kept' in input) return step(context, found, async () => ({ event: { type: 'codes-kept' } }))
    return context.world.store.inAccount(found.account, async (tx): Promise<Outcome<PublicLogin>> => {
      const at = running(context, await lockKnown(tx, { user: found.userId, login: found.id }), tx.now)
      if (isRefusal(at)) return at
      if (next(at.state, at.facts).kind !== 'save-recovery-codes') return refuse('login/not-asked')
      const { known, codes } = await issueCodes(context, tx, at.known)
      return { body: await picture(context.world, tx, known, at.login, codes) }
    })
  },
})
