/** `sallyport audit verify`: walks every chain and names the first row that is edited, missing, moved or cut off. */
import path from 'node:path'
import { verifyChains } from '#actions/audit/verify.ts'
import { atTerminal, say } from '#cli/terminal.ts'

export function verifyAudit(): Promise<number> {
  return atTerminal(async (world, config) => {
    const result = await verifyChains(world.store, path.join(config.dataDir, 'audit-heads.jsonl'))
    for (const c of result.chains) say(`${c.account}: ${c.rows} rows, ${c.broken ?? 'whole'}`)
    if (!result.anchored) say('No heads outside the database were found: rows cut off at the end would not be seen.')
    return result.chains.every((c) => c.broken === undefined) ? 0 : 1
  })
}
