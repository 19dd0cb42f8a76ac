/** Forgets what no rule needs any more: logins long over, ended sessions, sent messages, and the failures of names nobody has. */
import { QUIET_MS } from '#rules/throttle/wait.ts'
import type { Store } from '#store/database.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { prune } from '#store/pruning.ts'

/** Returns how many rows went. */
export const pruneAll = (store: Store): Promise<number> =>
  store.asOperator('prune', PLATFORM_ACCOUNT, async (tx) => {
    await tx.begun
    return prune(tx, tx.now, QUIET_MS)
  })
