/** What the rows share: one database, its people, and the processes, each started when a row first asks for it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openDatabase } from '#cli/database.ts'
import { readConfig } from '#config.ts'
import { openLog } from '#log.ts'
import { openHouse } from '#main.ts'
import { type Connection, clientConfig } from '#store/pool.ts'
import { type Child, openChild } from './child.ts'
import type { Got, Part } from './load.ts'
import { seed } from './seed.ts'
import { request, Wire } from './wire.ts'

export type Served = Child & { readonly port: number }
export type Bench = {
  /** A server process: with the real hash, or with one that costs nothing. */
  server(kind: 'real' | 'free'): Promise<Served>
  /** The bare server; before it is handed out it has learned to answer a check as the real one does. */
  floor(): Promise<Served>
  /** Runs parts side by side in one generator process; `flood` is a second generator. */
  run(parts: readonly Part[], ms: number, generator?: 'load' | 'flood'): Promise<Got[]>
  /** A server process more, for the caller to stop. */
  fresh(): Promise<Served>
  stop(): Promise<void>
}

const PEOPLE = 12_000
const ACCOUNTS = 12
const SESSIONS = 200
const PASSWORD = 'korbflechter-morgens-4'

/** `profiles`: a folder for a CPU profile of each server process. */
export async function openBench(say: (line: string) => void, profiles?: string): Promise<Bench> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-bench-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755)
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.reverse()) await close().catch((error: Error) => say(`  ${error.message}`))
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const config = readConfig({ SALLYPORT_DATA_DIR: dataDir })
    const { to, stop: stopDatabase } = await openDatabase(config, () => undefined)
    closing.push(stopDatabase)
    const house = await openHouse(config, to, openLog('silent'), false, 1)
    say(`seeding ${PEOPLE} people in ${ACCOUNTS} accounts`)
    const people = await seed(house.world, PEOPLE, ACCOUNTS, PASSWORD).finally(() => house.close())
    await settle(to)

    const child = async (file: string, order: object, options: readonly string[] = []) => {
      const made = await openChild(file, order, options)
      closing.push(() => made.stop())
      return made
    }
    const fresh = async (free = false): Promise<Served> => {
      const port = await freePort()
      const options = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
      return { ...(await child('server.ts', { port, dataDir, to, free }, options)), port }
    }
    const generator = async () => {
      const made = await child('load.ts', {})
      await made.ask({ do: 'know', people, password: PASSWORD })
      return made
    }
    const real = once(() => fresh())
    const free = once(() => fresh(true))
    const flood = once(generator)
    const load = once(async () => {
      const made = await generator()
      return { made, sids: await made.ask<string[]>({ do: 'sign-in', port: (await real()).port, count: SESSIONS }) }
    })
    const floor = once(async () => {
      const made = await child('floor.ts', { password: PASSWORD })
      await made.ask({ do: 'answer', ...(await answerOf((await real()).port, (await load()).sids[0] ?? '')) })
      return { ...made, port: await made.ask<number>({ do: 'port' }) }
    })
    return {
      server: (kind) => (kind === 'real' ? real() : free()),
      floor,
      run: async (parts, ms, which = 'load') =>
        (which === 'load' ? (await load()).made : await flood()).ask<Got[]>({ do: 'run', parts, ms }),
      fresh: () => fresh(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= work()
    return made
  }
}

/** What the database does by itself within the hour, done before anything is measured; tables that are still empty are left to it. */
async function settle(to: Connection): Promise<void> {
  const client = new pg.Client({ ...clientConfig(to), user: 'postgres' })
  await client.connect()
  await client.query('vacuum analyze app.account, app.policy, app.users, app.factor')
  await client.query('checkpoint')
  await client.end()
}

/** The answer to a check, to be repeated byte for byte. */
async function answerOf(port: number, sid: string): Promise<{ headers: Record<string, string>; body: string }> {
  const wire = new Wire(port)
  const { head, body } = await wire.send(request(port, 'GET', '/api/v1/session', sid))
  wire.close()
  const lines = head.split('\r\n').slice(1)
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const)
  const own = pairs.filter(([name]) => !['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name))
  return { headers: Object.fromEntries(own), body }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((ok) => probe.listen(0, 'localhost', ok))
  const { port } = probe.address() as { port: number }
  await new Promise<void>((ok) => void probe.close(() => ok()))
  return port
}
