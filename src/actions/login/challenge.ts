/** Sends the code of an offered factor, or of a mailbox that is to be proven. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id } from '#actions/input.ts'
import { sendCode, sentView } from '#actions/login/frame/sending.ts'
import { holderOf, named, running } from '#actions/login/frame/step.ts'
import { next } from '#rules/login/next.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { lockKnown } from '#store/known.ts'

export const challengeLogin = action({
  name: 'login.challenge',
  about: 'Sends the code for a factor that was offered.',
  rest: { method: 'POST', path: '/logins/current/challenge' },
  may: 'login',
  input: z.strictObject({ factor: id() }),
  async run(context, input): Promise<Outcome<{ reference: string; sentTo: string; resendAt: string }>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    return context.world.store.inAccount(found.account, async (tx) => {
      const at = running(context, await lockKnown(tx, { user: found.userId, login: found.id }), tx.now)
      if (isRefusal(at)) return at
      const step = next(at.state, at.facts)
      const offered = step.kind === 'answer' ? step.factors : step.kind === 'prove-contact' ? step.contacts : []
      const factor = at.known.factors.find((f) => f.id === input.factor && offered.some((o) => o.factor === f.id))
      if (!factor) return refuse('login/not-asked')
      const sent = await sendCode(
        context.world,
        tx,
        { known: at.known, holder: holderOf(at.login), address: context.client.address },
        factor,
        step.kind === 'prove-contact' ? 'contact-code' : 'login-code',
      )
      return isRefusal(sent) ? sent : { body: sentView(sent) }
    })
  },
})
