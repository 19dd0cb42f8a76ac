/** Removes an own factor under a fresh step-up, never the last one that the policy needs. A contact stays on record. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id } from '#actions/input.ts'
import { judge, typeNamed } from '#actions/login/frame/facts.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { notice } from '#actions/message/notify.ts'
import type { World } from '#actions/world.ts'
import { meets } from '#rules/policy/requirement.ts'
import { refuse } from '#rules/refusals.ts'
import { removeFactor, setState } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { setWay } from '#store/users.ts'

export const removeOwnFactor = action({
  name: 'me.factor.remove',
  about: 'Removes an own factor.',
  rest: { method: 'DELETE', path: '/me/factors/{id}', status: 204 },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id() }),
  run: (context, input): Promise<Outcome<null>> =>
    asMyself(context, async (tx, { known }): Promise<Outcome<null>> => {
      const { world } = context
      const factor = known.factors.find((f) => f.id === input.id && f.state === 'bound' && f.type !== 'password')
      if (!factor) return refuse('record/unknown', { extra: { what: 'factor' } })
      const left = without(known, factor)
      if (!enough(world, left, tx.now)) return refuse('factor/last')
      await (typeNamed(world, factor.type)?.contact ? setState(tx, factor.id, 'stored') : removeFactor(tx, factor.id))
      if (left.user.way !== known.user.way) await setWay(tx, known.user.id, left.user.way)
      recordOwn(context, tx, known, `factor removed ${factor.type}`)
      await notice(world, tx, known, 'factor-removed', { type: factor.type }, tx.now)
      return { body: null }
    }),
})

/** What is known of somebody once a factor is gone: who was always asked for it chooses again. */
export function without(known: Known, factor: KnownFactor): Known {
  const factors = known.factors.filter((f) => f.id !== factor.id)
  const asked = known.user.way === factor.type && !factors.some((f) => f.type === factor.type && f.state === 'bound')
  return { ...known, factors, user: { ...known.user, way: asked ? 'choose' : known.user.way } }
}

/** Whether they can still sign in. A recovery code is no factor to live on: what must remain is one that can be used every day. */
export function enough(world: World, left: Known, now: number): boolean {
  const { facts, effective } = judge(world, left, now)
  const daily = facts.held.filter((h) => h.type !== 'recovery-code')
  return !effective.required || meets(facts.need, daily)
}
