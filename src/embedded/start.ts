/** Adopts the server that runs on a cluster, or starts one, and decides who stops it. Folders and programs are ready by now. */
import { setTimeout } from 'node:timers/promises'
import { alive } from './alive.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedError } from './error.ts'
import { isKept, type Keeper, keep } from './keeper.ts'
import { runningPid } from './lock-file.ts'
import type { Place } from './place.ts'
import { end, launch, type Postmaster } from './postmaster.ts'
import { probe } from './probe.ts'

/** `stop` is safe to call twice, and does nothing while another process keeps the server. */
export type Running = { readonly adopted: boolean; stop(): Promise<void> }

/** How long a lock may outlive its holder, and how long a server may take to start, stop or recover. */
const LOCKED_MS = 8_000
const BUSY_MS = 60_000

export async function adoptOrStart(place: Place, binaries: Binaries, socketDir: string, log: (line: string) => void): Promise<Running> {
  const begin = performance.now()
  for (;;) {
    const answer = await probe(socketDir)
    if (answer === 'ready') return adopt(place, log)
    if (answer === 'none') {
      const postmaster = await launch(place, binaries, socketDir, log)
      if (postmaster !== 'locked') return own(place, postmaster, log)
    }
    if (performance.now() - begin > (answer === 'busy' ? BUSY_MS : LOCKED_MS)) throw stuck(place, answer === 'busy')
    await setTimeout(100)
  }
}

function own({ base }: Place, { pid, over }: Postmaster, log: (line: string) => void): Running {
  const keeper = keep(base)
  let ended = false
  let stopping = false
  over.then((how) => {
    ended = true
    if (!stopping) log(`PostgreSQL ended unexpectedly (${how})`)
  })
  const stop = once(keeper, () => {
    stopping = true
    return end(pid, () => ended)
  })
  return { adopted: false, stop }
}

function adopt({ base, cluster }: Place, log: (line: string) => void): Running {
  log(`The database in ${cluster} is already running`)
  const keeper = isKept(base) ? undefined : keep(base)
  const stop = once(keeper, async () => {
    const pid = runningPid(cluster)
    if (pid !== undefined) await end(pid, () => runningPid(cluster) !== pid || !alive(pid))
  })
  return { adopted: true, stop }
}

/** Only a keeper stops the server, and only once. */
function once(keeper: Keeper | undefined, work: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  return async () => {
    if (!stopped && keeper?.still()) stopped = work().finally(keeper.release)
    await stopped
  }
}

function stuck({ cluster }: Place, busy: boolean): EmbeddedError {
  if (busy)
    return new EmbeddedError(`The database in ${cluster} runs, but takes no connections.`, 'Wait until it has recovered, and start again.')
  const pid = runningPid(cluster)
  const holder = pid === undefined ? 'another process' : `process ${pid}`
  const hint = `End ${holder}, or, if that is no PostgreSQL, delete ${cluster}/postmaster.pid.`
  return new EmbeddedError(`The database in ${cluster} is locked by ${holder}.`, hint)
}
