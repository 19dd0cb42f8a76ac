/**
 * Argon2id in a bounded pool of threads that serves accounts in turn: a flood of sign-ins is refused early,
 * starves nobody else, and leaves Node's own threads (DNS, files) alone. Normalising passwords and sealing hashes is the caller's business.
 */

import { differs, type HashParams, readPhc } from './phc.ts'
import { Pool } from './pool.ts'

export { Busy } from './busy.ts'
export type { HashParams } from './phc.ts'

/** OWASP's floor for argon2id, and the reference the figures in bench/ are measured with. */
export const HASH_PARAMS: HashParams = { memoryKiB: 19_456, passes: 2, lanes: 1 }

export type HashPool = {
  /** A PHC string with a new salt. Throws `Busy`. `lane` is the account: accounts are served in turn. */
  hash(password: string, lane?: string): Promise<string>
  /** Whether the password belongs to the hash; a malformed hash belongs to none, and answers sooner. Throws `Busy`. */
  verify(phc: string, password: string, lane?: string): Promise<boolean>
  /** Whether the hash was made otherwise than `hash` would make it now. */
  needsRehash(phc: string): boolean
  stats(): { queued: number; running: number; workers: number }
  /** Finishes what was accepted and ends the threads; the process may then end. */
  close(): Promise<void>
}

export type HashPoolOptions = {
  /** Threads; as many as cores when absent. */
  workers?: number
  /** The longest wait that is accepted, in milliseconds of measured work; 2000 when absent. */
  maxWaitMs?: number
  params?: HashParams
}

/** Opens the pool. Returns at once: the threads start in the background, and jobs wait for them. */
export function openHashPool({ workers, maxWaitMs, params = HASH_PARAMS }: HashPoolOptions = {}): HashPool {
  const pool = new Pool({ workers, maxWaitMs })
  return {
    hash: async (password, lane = '') => String(await pool.run({ do: 'hash', password, params }, lane)),
    verify: async (phc, password, lane = '') =>
      readPhc(phc) !== undefined && (await pool.run({ do: 'verify', phc, password }, lane)) === true,
    needsRehash: (phc) => differs(phc, params),
    stats: () => ({ queued: pool.queued, running: pool.running, workers: pool.workers }),
    close: () => pool.close(),
  }
}
