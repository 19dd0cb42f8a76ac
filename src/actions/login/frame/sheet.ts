/** One recovery code less: whoever owns the sheet is told, with how many are left (NIST SP 800-63B-4, 4.2). Using it up is guess.ts. */
import { openSecret } from '#actions/login/frame/facts.ts'
import { notice } from '#actions/message/notify.ts'
import type { World } from '#actions/world.ts'
import type { Tx } from '#store/database.ts'
import { burnedOf } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'

/** After the code was burned; of any other factor nothing is said. */
export async function tellOfCode(world: World, tx: Tx, known: Known, factor: KnownFactor): Promise<void> {
  if (factor.type !== 'recovery-code') return
  const { digests } = openSecret(world, known, factor) as { readonly digests: readonly string[] }
  const used = (await burnedOf(tx, [factor.id])).get(factor.id) ?? 0
  await notice(world, tx, known, 'recovery-code-used', { left: String(Math.max(0, digests.length - used)) }, tx.now)
}
