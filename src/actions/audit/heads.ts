/** Writes the heads of the audit chains to a file outside the database, each minute and at the end: a chain cut short is then seen. */
import fs from 'node:fs'
import { heads } from '#store/audit.ts'
import type { Store } from '#store/database.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

export type Heads = { stop(): Promise<void> }

const EVERY_MS = 60_000

/** Appends only heads that moved. A failure is told and tried again. */
export function watchHeads(store: Store, file: string, onError: (error: unknown) => void): Heads {
  const last = new Map<string, number>()
  const write = async () => {
    try {
      const moved = await store.asOperator('write the audit heads', PLATFORM_ACCOUNT, async (tx) => {
        const all = await heads(tx)
        return all
          .filter((h) => (last.get(h.account) ?? 0) < h.seq)
          .map((h) => ({ at: tx.now, account: h.account, seq: h.seq, hash: h.hash.toString('hex') }))
      })
      if (moved.length === 0) return
      fs.appendFileSync(file, `${moved.map((h) => JSON.stringify(h)).join('\n')}\n`, { mode: 0o600 })
      for (const h of moved) last.set(h.account, h.seq)
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(write, EVERY_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await write()
    },
  }
}
