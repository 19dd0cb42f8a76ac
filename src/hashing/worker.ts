/**
 * The thread in which passwords are hashed and verified, one at a time, at a low priority, so that
 * the thread that answers requests always comes first. What waits, and in which order, is the pool's business.
 */
import { readlinkSync } from 'node:fs'
import os from 'node:os'
import { performance } from 'node:perf_hooks'
import { hashSync, verifySync } from '@node-rs/argon2'
import { ARGON2ID, type HashParams, TAG_BYTES } from './phc.ts'

export type Job =
  | { readonly do: 'hash'; readonly password: string; readonly params: HashParams }
  | { readonly do: 'verify'; readonly phc: string; readonly password: string }

/** `ms` is how long the computing took, in milliseconds. */
export type Done = { readonly answer: string | boolean; readonly ms: number }

/** Behind everything else here, and not so far behind that another program on the machine stops people from signing in (nice 19 does). */
const STEPPED_BACK = 10

stepBack()

/** Linux gives every thread a priority of its own, and /proc its number; elsewhere the thread stays as it is. */
function stepBack(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/')[2])
    os.setPriority(thread, STEPPED_BACK)
  } catch {
    // no /proc, or not allowed: slower answers in a flood, nothing worse
  }
}

export default function work(job: Job): Done {
  const begin = performance.now()
  const answer = job.do === 'hash' ? hash(job.password, job.params) : verifySync(job.phc, job.password)
  return { answer, ms: performance.now() - begin }
}

/** The salt is drawn by the package: 16 random bytes. */
function hash(password: string, { memoryKiB, passes, lanes }: HashParams): string {
  return hashSync(password, { algorithm: ARGON2ID, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, outputLen: TAG_BYTES })
}
