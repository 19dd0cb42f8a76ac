/** A user's own factors: what is bound, since when, last used, and how many recovery codes are left. */
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { hintOf, judge, openSecret } from '#actions/login/frame/facts.ts'
import { refuse } from '#rules/refusals.ts'
import { burnedOf } from '#store/factors.ts'
import { readKnown } from '#store/known.ts'

export type OwnFactor = { id: string; type: string; label: string; boundAt: string; lastUsedAt?: string; left?: number }

export const myFactors = action({
  name: 'me.factors',
  about: 'The factors of the signed-in user.',
  rest: { method: 'GET', path: '/me/factors' },
  may: 'session',
  input: nothing(),
  async run({ world, session }): Promise<Outcome<{ factors: OwnFactor[] }>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<{ factors: OwnFactor[] }>> => {
      const known = await readKnown(tx, { user: session.userId })
      if (!known) return refuse('session/none')
      // A mailbox that the policy asks without it having been chosen is one too.
      const { held, blocked } = judge(world, known, tx.now).facts
      const ours = new Set([...held, ...blocked].map((p) => p.factor))
      const bound = known.factors.filter((f) => f.state === 'bound' || ours.has(f.id))
      const codes = bound.filter((f) => f.type === 'recovery-code')
      const burned =
        codes.length > 0
          ? await burnedOf(
              tx,
              codes.map((f) => f.id),
            )
          : new Map<string, number>()
      const left = (id: string, secret: unknown) => (secret as { digests: readonly string[] }).digests.length - (burned.get(id) ?? 0)
      const factors = bound.map((f) => ({
        id: f.id,
        type: f.type,
        label: hintOf(world, known, f),
        boundAt: new Date(f.createdAt).toISOString(),
        ...(f.usedAt ? { lastUsedAt: new Date(f.usedAt).toISOString() } : {}),
        ...(f.type === 'recovery-code' ? { left: left(f.id, openSecret(world, known, f)) } : {}),
      }))
      return { body: { factors } }
    })
  },
})
