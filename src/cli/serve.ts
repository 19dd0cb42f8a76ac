/** `sallyport serve`: the database, one or more server processes, and, on a platform without an operator, the set-up link. */
import fs from 'node:fs'
import path from 'node:path'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { openDatabase } from '#cli/database.ts'
import { type Crew, type Stop, supervise, untilStopped } from '#cli/supervise.ts'
import { type Config, readConfig } from '#config.ts'
import { openLog } from '#log.ts'
import { openHouse, start } from '#main.ts'
import { isDemo } from '#store/clock.ts'
import type { Connection } from '#store/pool.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

export class RefusedStart extends Error {}

export const serve = (nodes: number): Promise<number> => untilStopped((stop) => run(nodes, stop))

async function run(nodes: number, stop: Stop): Promise<number> {
  const config = readConfig()
  if (config.port + nodes - 1 > 65_535)
    throw new RefusedStart(`There are no ${nodes} ports from PORT=${config.port} on. Choose a lower one.`)
  const ports = Array.from({ length: nodes }, (_, i) => config.port + i)
  // They load their code while the database starts.
  const crew = supervise(
    ports.map((port, i) => ({ kind: 'serve', port, first: i === 0, ports })),
    say,
  )
  stop.whenAsked(crew.stop)
  try {
    const database = await openDatabase(config, say)
    try {
      if (!stop.asked()) await prepare(config, database.to)
      if (!stop.asked()) await crew.begin(database.embedded ? database.to : null)
      const failed = await Promise.race([crew.ended, Promise.resolve(undefined)])
      if (failed === undefined && !stop.asked()) say(`Sallyport answers at ${config.url.origin}`)
      return await crew.ended
    } finally {
      await endOf(crew)
      await database.stop()
    }
  } finally {
    await endOf(crew)
  }
}

/** However it came to that: no process is left that waits for a database. */
async function endOf(crew: Crew): Promise<void> {
  crew.stop()
  await crew.ended
}

/** Refuses a demo's database, and shows the one-time link where nobody can sign in as operator yet (promise 17). */
async function prepare(config: Config, to: Connection): Promise<void> {
  const house = await openHouse(config, to, openLog('silent'), false, 1)
  try {
    if (await isDemo(house.store))
      throw new RefusedStart(
        'This database belongs to a demo, whose clock can be moved and whose mail is shown to everybody. Choose another SALLYPORT_DATA_DIR.',
      )
    const setUp = await makeSetUpLink(house.world)
    const file = path.join(config.dataDir, 'set-up-link')
    if (!setUp) return fs.rmSync(file, { force: true })
    fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    fs.rmSync(file, { force: true })
    fs.writeFileSync(file, `${setUp.link}\n`, { mode: 0o600 })
    if (process.stderr.isTTY) say(`\nNobody can sign in as operator yet. Within 30 minutes, open:\n\n  ${setUp.link}\n`)
    else say(`Nobody can sign in as operator yet. The one-time link is in ${file}, for 30 minutes.`)
  } finally {
    await house.close()
  }
}

/** The server process of `serve`. */
export async function serveNode(order: { port: number; embedded?: unknown }): Promise<() => Promise<void>> {
  const config = { ...readConfig(), port: order.port }
  const to = (order.embedded as Connection | null | undefined) ?? { url: config.databaseUrl ?? '' }
  const running = await start(config, to, openLog(config.logLevel))
  return () => running.stop()
}
