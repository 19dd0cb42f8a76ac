/** A user's own factors: what is bound, since when, last used, which phone goes for which, and how many recovery codes are left. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { hintOf, judge, openSecret, opens } from '#actions/login/frame/facts.ts'
import { iso, lookAtMyself } from '#actions/me/own.ts'
import type { OwnFactor } from '#rules/me.ts'
import { burnedOf } from '#store/factors.ts'

export const myFactors = action({
  name: 'me.factors',
  about: 'The factors of the signed-in user.',
  rest: { method: 'GET', path: '/me/factors' },
  may: 'session',
  input: nothing(),
  run: (context): Promise<Outcome<{ factors: OwnFactor[] }>> =>
    lookAtMyself(context, async (tx, { known }) => {
      const { world } = context
      // A mailbox that the policy asks without it having been chosen is one too.
      const { held, blocked } = judge(world, known, tx.now).facts
      const ours = new Set([...held, ...blocked].map((p) => p.factor))
      const bound = known.factors.filter((f) => f.state === 'bound' || ours.has(f.id))
      const codes = bound.filter((f) => f.type === 'recovery-code').map((f) => f.id)
      const burned = codes.length > 0 ? await burnedOf(tx, codes) : new Map<string, number>()
      const left = (id: string, secret: unknown) => (secret as { digests: readonly string[] }).digests.length - (burned.get(id) ?? 0)
      const isBound = (id: string | null) => bound.some((f) => f.id === id)
      const factors = bound.map((f) => ({
        id: f.id,
        type: f.type,
        label: hintOf(world, known, f),
        boundAt: iso(f.createdAt),
        ...(f.state === 'bound' ? {} : { implied: true }),
        ...(f.usedAt ? { lastUsedAt: iso(f.usedAt) } : {}),
        ...(f.type === 'recovery-code' && opens(world, known, f) ? { left: left(f.id, openSecret(world, known, f)) } : {}),
        ...(f.replaces !== null && isBound(f.replaces) ? { replaces: f.replaces } : {}),
        ...(bound.some((newer) => newer.replaces === f.id) ? { retires: true } : {}),
      }))
      return { body: { factors } }
    }),
})
