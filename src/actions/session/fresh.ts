/** Whether a session was opened or stepped up recently enough, with all that the user's policy and own factors ask for. */
import { forChange, judge } from '#actions/login/frame/facts.ts'
import type { Context } from '#actions/world.ts'
import { fresh } from '#rules/session/life.ts'
import { readKnown } from '#store/known.ts'
import type { FoundSession } from '#store/lookups.ts'

/** `seconds`: how long ago the proofs may have been shown. */
export async function freshEnough({ world }: Context, session: FoundSession, seconds: number): Promise<boolean> {
  return world.store.inAccount(session.account, async (tx) => {
    const known = await readKnown(tx, { user: session.userId })
    if (!known) return false
    const { facts } = judge(world, known, tx.now)
    const standing = session.proofs.filter((p) => session.held.includes(p.factor))
    return fresh(standing, forChange(facts).need.atLeast, seconds * 1000, tx.now)
  })
}
