/** PostgreSQL's main process: started, awaited until it takes connections, stopped. Whether it should be is decided in start.ts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { codeOf, ELSEWHERE, EmbeddedError } from './error.ts'
import { readyPid } from './lock-file.ts'
import type { Place } from './place.ts'
import { startArguments } from './settings.ts'
import { PORT } from './socket.ts'

/** `over` settles when the process has ended, and says how: its code or the signal. */
export type Postmaster = { readonly pid: number; readonly over: Promise<string> }

/** All the environment that PostgreSQL's programs get: ours may hold secrets. Without LC_ALL, macOS starts threads in them. */
export const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' }

/** A lock that another server holds, or that the children of a killed one hold for a second or two. */
const LOCKED = /lock file .* already exists|pre-existing shared memory block/

/** Starts the server and waits until it is ready. `locked`: something still holds the cluster. */
export async function launch(
  place: Place,
  binaries: Binaries,
  socketDir: string,
  log: (line: string) => void,
): Promise<Postmaster | 'locked'> {
  const program = path.join(binaries.folder, 'bin', 'postgres')
  // detached: a Ctrl-C in the terminal must not end the database before those who use it
  const options = { ...place.user, cwd: '/', env: ENVIRONMENT, detached: true }
  const child = spawn(program, ['-D', place.cluster, ...startArguments(socketDir, PORT)], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.splice(0, said.length - 20)
    said.push(line)
    log(line)
  })
  let ended: string | undefined
  const over = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    child.on('error', (error) => resolve(error.message))
  }).then((how) => {
    ended = how
    return how
  })
  const closed = once(child, 'close').catch(() => {})

  while (ended === undefined) {
    if (child.pid !== undefined && readyPid(place.cluster) === child.pid) {
      // whoever uses the server keeps this process alive, not the server itself
      child.unref()
      if (child.stderr instanceof Socket) child.stderr.unref()
      return { pid: child.pid, over }
    }
    await setTimeout(10)
  }
  await Promise.race([closed, setTimeout(1000)]) // its last words
  if (said.some((line) => LOCKED.test(line))) return 'locked'
  throw new EmbeddedError(
    `PostgreSQL did not start: ${complaint(said) ?? ended}`,
    `Look at ${place.cluster}, or ${ELSEWHERE}.`,
    said.join('\n'),
  )
}

const complaint = (said: string[]): string | undefined =>
  (said.findLast((line) => /^(FATAL|PANIC):/.test(line)) ?? said.at(-1))?.replace(/^[A-Z]+: +/, '')

/** Fast shutdown, which ends all connections; when that takes too long, the shutdown that the next start recovers from. */
export async function end(pid: number, gone: () => boolean, patienceMs = 10_000): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (gone()) return
    signalTo(pid, signal)
    for (const begin = performance.now(); performance.now() - begin < patienceMs; await setTimeout(10)) if (gone()) return
  }
  throw new EmbeddedError(`PostgreSQL (process ${pid}) does not stop.`, `End process ${pid} yourself; the next start recovers.`)
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error // it ended by itself
  }
}
