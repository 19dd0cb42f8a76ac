/** An older phone goes once the newer one was used to sign in: until then both count, so that a move that failed locks nobody out. */
import { record } from '#actions/audit/record.ts'
import { typeNamed } from '#actions/login/frame/facts.ts'
import { notice } from '#actions/message/notify.ts'
import type { World } from '#actions/world.ts'
import type { Tx } from '#store/database.ts'
import { removeFactor, replacesNothing } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'

/** `used` was just answered right. The first passcode, which bound it, is not yet a use; contacts take over by their own rules. */
export async function retire(world: World, tx: Tx, known: Known, used: KnownFactor): Promise<void> {
  // Whoever recovers a password signs in nowhere, and touches no second factor.
  if (known.login?.purpose === 'recover') return
  if (used.state !== 'bound' || used.replaces === null || typeNamed(world, used.type)?.contact) return
  const older = known.factors.find((f) => f.id === used.replaces && f.id !== used.id && f.type === used.type)
  await replacesNothing(tx, used.id)
  if (!older) return
  await removeFactor(tx, older.id)
  record(world, tx, tx.now, { act: `factor retired ${older.type}`, subject: known.user, actor: known.user.id })
  await notice(world, tx, known, 'factor-retired', {}, tx.now)
}
