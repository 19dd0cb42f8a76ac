/** `sallyport demo`: the embedded database with invented people, one or more server processes, and a table of who can sign in how. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { openDatabase } from '#cli/database.ts'
import { RefusedStart } from '#cli/serve.ts'
import { type Stop, supervise, untilStopped } from '#cli/supervise.ts'
import { say } from '#cli/terminal.ts'
import { type Config, readConfig } from '#config.ts'
import { demoExtra } from '#demo/extra.ts'
import { mark, NotForDemo, refuseStrange } from '#demo/mark.ts'
import { overhear } from '#demo/overhear.ts'
import { type Person, readPeople } from '#demo/people.ts'
import { table } from '#demo/print.ts'
import { seed } from '#demo/seed.ts'
import { openTables } from '#demo/tables.ts'
import { openLog } from '#log.ts'
import { openHouse, start } from '#main.ts'
import type { Connection } from '#store/pool.ts'

const configured = (): Config => readConfig(undefined, true)

/** Runs until it is told to stop. The exit code. */
export async function demo(nodes: number): Promise<number> {
  return untilStopped((stop) => run(nodes, stop))
}

async function run(nodes: number, stop: Stop): Promise<number> {
  const config = configured()
  const ports = Array.from({ length: nodes }, (_, i) => config.port + i)
  for (const port of ports) await refuseTaken(port, config.host)
  const database = await openDatabase(config, () => undefined)
  try {
    if (stop.asked()) return 0
    const people = await prepare(config, database.to)
    if (stop.asked()) return 0
    const crew = supervise(
      ports.map((port, i) => ({ kind: 'demo', port, first: i === 0, ports })),
      say,
    )
    stop.whenAsked(crew.stop)
    await crew.begin(database.to)
    const failed = await Promise.race([crew.ended, Promise.resolve(undefined)])
    if (failed === undefined && !stop.asked()) greet(people, ports)
    return await crew.ended
  } finally {
    await database.stop()
  }
}

async function prepare(config: Config, to: Connection): Promise<readonly Person[]> {
  const tables = openTables(to)
  try {
    await refuseStrange(tables, config.dataDir).catch((error: unknown) => {
      throw error instanceof NotForDemo ? new RefusedStart(error.message) : error
    })
    const house = await openHouse(config, to, openLog('silent'), true)
    try {
      await mark(house.store, tables)
      overhear(house.world, tables.remember)
      await seed(house.world, tables)
      return await readPeople(house.world, tables)
    } finally {
      await house.close()
    }
  } finally {
    await tables.close()
  }
}

function greet(people: readonly Person[], ports: readonly number[]): void {
  const [first = 0] = ports
  const at = `http://localhost:${first}`
  say(`\n${table(people)}\n`)
  say(`Sign in                     ${at}/sign-in`)
  say(`Mail, passcodes, the clock  ${at}/outbox`)
  for (const port of ports.slice(1)) say(`Another server process      http://localhost:${port}`)
  say('Ctrl-C ends it. A new SALLYPORT_DATA_DIR begins anew.')
  say(`\nReady: ${at}`)
}

/** Asked before anything is started. Between this and the server's own listening another program may still come first. */
async function refuseTaken(port: number, host = 'localhost'): Promise<void> {
  if (port > 65_535) throw new RefusedStart(`There is no port ${port}. Set PORT lower.`)
  const probe = createServer()
  try {
    await once(probe.listen({ port, host }), 'listening')
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!taken) throw error
    throw new RefusedStart(`Port ${port} is taken. Choose another, for instance: PORT=${port + 100} npm run demo`)
  }
  probe.close()
  await once(probe, 'close')
}

/** The server process of `demo`. Resolves with what ends it. */
export async function demoNode(order: {
  port: number
  ports: readonly number[]
  first: boolean
  embedded?: unknown
}): Promise<() => Promise<void>> {
  const config: Config = { ...configured(), port: order.port, url: new URL(`http://localhost:${order.port}`) }
  const to = order.embedded as Connection
  const log = openLog('warn')
  const tables = openTables(to, (err) => log.warn({ err }, 'a database connection was lost'))
  const running = await start(config, to, log, demoExtra(config, order.ports, tables, log))
  return async () => {
    await running.stop()
    await tables.close()
  }
}
