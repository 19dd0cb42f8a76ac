/** Removes an own factor under a fresh step-up, never the last one that the policy needs. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { id } from '#actions/input.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { notice } from '#actions/message/notify.ts'
import { meets } from '#rules/policy/requirement.ts'
import { refuse } from '#rules/refusals.ts'
import { removeFactor, setState } from '#store/factors.ts'
import { lockKnown } from '#store/known.ts'

export const removeOwnFactor = action({
  name: 'me.factor.remove',
  about: 'Removes an own factor.',
  rest: { method: 'DELETE', path: '/me/factors/{id}', status: 204 },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id() }),
  async run({ world, session }, input): Promise<Outcome<null>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<null>> => {
      const known = await lockKnown(tx, { user: session.userId })
      const factor = known?.factors.find((f) => f.id === input.id && f.state === 'bound' && f.type !== 'password')
      if (!known || !factor) return refuse('record/unknown', { extra: { what: 'factor' } })
      const left = { ...known, factors: known.factors.filter((f) => f.id !== factor.id) }
      const { facts, effective } = judge(world, left, tx.now)
      // A recovery code is no factor to live on: what must remain is one that can be used every day.
      const daily = facts.held.filter((h) => h.type !== 'recovery-code')
      if (effective.required && !meets(facts.need, daily)) return refuse('factor/last')
      await (factor.type === 'email' ? setState(tx, factor.id, 'stored') : removeFactor(tx, factor.id))
      await record(world, tx, tx.now, { act: `factor removed ${factor.type}`, subject: known.user, actor: known.user.id })
      await notice(world, tx, known, 'factor-removed', {}, tx.now)
      return { body: null }
    })
  },
})
