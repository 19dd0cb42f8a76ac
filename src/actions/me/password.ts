/** The own password, changed inside a session: all else that is open ends, and this browser is marked as known anew. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { password } from '#actions/input.ts'
import { setPassword } from '#actions/login/frame/effects.ts'
import { givenFor, judge, openSecret, typeNamed, unchanged } from '#actions/login/frame/facts.ts'
import { doubts } from '#actions/login/frame/new-password.ts'
import { asMyself, lookAtMyself, recordOwn } from '#actions/me/own.ts'
import { rememberDevice } from '#actions/tokens.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import type { KnownFactor } from '#store/known.ts'

const passwordOf = (factors: readonly KnownFactor[]) => factors.find((f) => f.type === 'password')

export const changeOwnPassword = action({
  name: 'me.password',
  about: 'Changes the own password and ends every other session.',
  rest: { method: 'PUT', path: '/me/password', status: 204 },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ password: password() }),
  async run(context, input): Promise<Outcome<null>> {
    const { world, client } = context
    // Judged and hashed while nothing is locked; then what changed in between wins.
    const before = await lookAtMyself(context, async (tx, { known }) => {
      const doubt = doubts(world, known, judge(world, known, tx.now).effective, input.password)
      return doubt ?? { known, now: tx.now }
    })
    if (isRefusal(before)) return before
    const type = typeNamed(world, 'password')
    const old = passwordOf(before.known.factors)
    if (!type || !old) return refuse('record/unknown', { extra: { what: 'factor' } })
    const given = givenFor(world, before.known, before.now)
    const same = await type.verify(openSecret(world, before.known, old), input.password, given)
    if (same.ok) return refuse('password/same')
    const { secret } = await type.enrol(given, input.password)
    return asMyself(context, async (tx, { known, session }): Promise<Outcome<null>> => {
      const held = passwordOf(known.factors)
      if (!held || !unchanged(world, known, held, old)) return refuse('record/stale')
      const epoch = await setPassword({ context, tx, login: '', session: session.id }, known, secret)
      recordOwn(context, tx, known, 'password changed')
      return { body: null, tokens: { device: rememberDevice(world, client.deviceToken, { id: known.user.id, epoch }) } }
    })
  },
})
