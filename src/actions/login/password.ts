/** A new password where the login demands one, or where one was forgotten: judged by the rules, hashed outside the transaction, then set by the machine. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { password } from '#actions/input.ts'
import { givenFor, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { doubts } from '#actions/login/frame/new-password.ts'
import { glance, named, step } from '#actions/login/frame/step.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'

export const changePasswordInLogin = action({
  name: 'login.password',
  about: 'Sets the new password that the login demands.',
  rest: { method: 'POST', path: '/logins/current/password' },
  may: 'login',
  input: z.strictObject({ password: password() }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const { world } = context
    const found = await named(context)
    if (isRefusal(found)) return found
    const before = await glance(context, found)
    if (isRefusal(before)) return before
    const { at, now } = before
    if (next(at.state, at.facts).kind !== 'new-password') return refuse('login/not-asked')
    const doubt = doubts(world, at.known, at.effective, input.password)
    if (doubt) return doubt
    const given = givenFor(world, at.known, now)
    const type = typeNamed(world, 'password')
    const old = at.known.factors.find((f) => f.type === 'password')
    if (!type || !old) throw new Error('a new password is asked for only where there is an old one')
    const same = await type.verify(openSecret(world, at.known, old), input.password, given)
    if (same.ok) return refuse('password/same')
    const { secret } = await type.enrol(given, input.password)
    return step(context, found, async () => ({ event: { type: 'password-changed' }, carry: { password: secret } }))
  },
})
