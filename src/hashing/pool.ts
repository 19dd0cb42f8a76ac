/**
 * The threads, the bound on what may wait for them, and the measure that bound rests on.
 * What a job means is the worker's business; in which order jobs are served, the lanes'.
 */
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina, queueOptionsSymbol } from 'piscina'
import { Busy } from './busy.ts'
import { Lanes, type Ticket } from './lanes.ts'
import type { Done, Job } from './worker.ts'

/** What a job is taken to cost, in milliseconds, until the first has been measured. */
const ASSUMED_MS = 25
/** The share of the newest measurement in the moving average. */
const NEWEST = 0.1

export type Limits = { readonly workers?: number | undefined; readonly maxWaitMs?: number | undefined }

/** The ticket hangs on a symbol, which is not copied into the thread. */
type Ticketed = Job & { readonly [queueOptionsSymbol]: Ticket }

export class Pool {
  readonly workers: number
  readonly #maxWaitMs: number
  readonly #lanes = new Lanes()
  readonly #threads: Piscina<Ticketed, Done>
  readonly #open = new Set<Promise<Done>>()
  #averageMs = ASSUMED_MS
  #closed = false

  constructor({ workers = os.availableParallelism(), maxWaitMs = 2000 }: Limits) {
    this.workers = workers
    this.#maxWaitMs = maxWaitMs
    this.#threads = new Piscina<Ticketed, Done>({
      filename: fileURLToPath(new URL('./worker.ts', import.meta.url)),
      minThreads: workers,
      maxThreads: workers,
      taskQueue: this.#lanes,
      // a task for which no thread is free goes back to the front, not to the end of its lane
      stricterFIFO: true,
      // the threads need no secret that the environment may hold
      env: {},
    })
    // A thread that dies between two jobs is replaced, and one that dies in a job fails that job: unheard, it would end the process.
    this.#threads.on('error', () => {})
  }

  /** Runs a job in its turn; throws `Busy` when more than `maxWaitMs` of work waits. */
  async run(job: Job, lane: string): Promise<string | boolean> {
    if (this.#closed) throw new Error('the hash pool is closed')
    if (this.running >= this.workers && this.queued >= this.#places() && !this.#lanes.makeRoom(lane)) throw this.#busy()
    const { answer, ms } = await this.#wait(job, lane)
    this.#averageMs += NEWEST * (ms - this.#averageMs)
    return answer
  }

  get queued(): number {
    return this.#lanes.size
  }

  get running(): number {
    return Math.min(this.#open.size - this.queued, this.workers)
  }

  /** Takes nothing new, finishes what was accepted, then ends the threads. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#open)
    await this.#threads.destroy()
  }

  async #wait(job: Job, lane: string): Promise<Done> {
    const { promise, resolve, reject } = Promise.withResolvers<Done>()
    this.#open.add(promise)
    const giveUp = () => {
      this.#open.delete(promise)
      reject(this.#busy())
    }
    const ticket: Ticket = { lane, giveUp }
    this.#threads.run({ ...job, [queueOptionsSymbol]: ticket }).then(resolve, reject)
    try {
      return await promise
    } finally {
      this.#open.delete(promise)
    }
  }

  /** How many jobs the threads finish within the longest wait; one at least, however slow they are. */
  #places(): number {
    return Math.max(1, Math.floor((this.#maxWaitMs / this.#averageMs) * this.workers))
  }

  #busy(): Busy {
    return new Busy(Math.max(1, Math.ceil(this.#maxWaitMs / 1000)))
  }
}
