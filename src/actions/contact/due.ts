/** Contacts that administrators proposed and nobody took back: they count once their time has come. Run every minute. */
import type { World } from '#actions/world.ts'
import { dueProposals } from '#store/factors.ts'
import { lockKnown } from '#store/known.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { takeOver } from './take-over.ts'

const MOST = 100

/** Returns how many took over. Each in a transaction of its own: one that fails keeps no other waiting, and is tried again. */
export async function takeOverDue(world: World): Promise<number> {
  const due = await world.store.asOperator('find contacts that are due', PLATFORM_ACCOUNT, async (tx) => {
    await tx.begun
    return dueProposals(tx, tx.now, MOST)
  })
  const done = await Promise.allSettled(
    due.map(({ account, user, id }) =>
      world.store.inAccount(account, async (tx) => {
        const known = await lockKnown(tx, { user })
        const contact = known?.factors.find((f) => f.id === id && f.state === 'proposed' && f.takesOverAt !== null)
        // Proven, withdrawn or taken back meanwhile.
        if (!known || !contact || (contact.takesOverAt ?? 0) > tx.now) return false
        await takeOver(world, tx, known, contact, { proven: false, actor: 'system' })
        return true
      }),
    ),
  )
  const failed = done.find((d) => d.status === 'rejected')
  if (failed) throw failed.reason
  return done.filter((d) => d.status === 'fulfilled' && d.value).length
}
