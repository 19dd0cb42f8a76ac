/** A factor whose secret does not open is offered to nobody (facts.ts) and said once: in the audit log, where whoever can help looks. */
import { record } from '#actions/audit/record.ts'
import { opens } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import { QUIET_MS } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import type { Known } from '#store/known.ts'
import { count, ofBroken } from '#store/tallies.ts'

export async function tellBroken(world: World, tx: Tx, known: Known): Promise<void> {
  const untold = known.factors.filter((f) => !opens(world, known, f) && known.tallies[ofBroken(f.id)] === undefined)
  for (const f of untold) {
    await count(tx, known.user.id, ofBroken(f.id), tx.now, QUIET_MS)
    record(world, tx, tx.now, { act: `factor does not open ${f.type}`, subject: known.user, actor: 'system', data: { factor: f.id } })
  }
}
