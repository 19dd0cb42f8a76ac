/** Puts enrolment off, while the account's period of grace runs. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { named, step } from '#actions/login/frame/step.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'

export const skipEnrolment = action({
  name: 'login.skip',
  about: 'Puts enrolment off while the grace lasts.',
  rest: { method: 'POST', path: '/logins/current/skip' },
  may: 'login',
  input: nothing(),
  async run(context): Promise<Outcome<PublicLogin>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    const done = await step(context, found, async () => ({ event: { type: 'skipped' } }))
    return isRefusal(done) && done.refused === 'login/not-asked'
      ? refuse('login/not-skippable', done.extra ? { extra: done.extra } : {})
      : done
  },
})
