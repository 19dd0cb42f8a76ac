/** The server under test in a process of its own: the same `start` as `serve`, on the bench's database, with mail that goes nowhere. */
import { enableCompileCache } from 'node:module'
import type { Connection } from '#store/pool.ts'
import { beChild } from './child.ts'
import { countTrips } from './trips.ts'

// As the command line has it.
enableCompileCache()
const { readConfig } = await import('#config.ts')
const { captureMail } = await import('#delivery/mail/index.ts')
const { openLog } = await import('#log.ts')
const { start } = await import('#main.ts')

/** `free`: every password is right at once, without a hash; and what goes to the database is counted. */
export type ServerOrder = { readonly port: number; readonly dataDir: string; readonly to: Connection; readonly free: boolean }
export type ServerQuestion = { readonly do: 'trips' }

await beChild<ServerOrder, ServerQuestion>(async ({ port, dataDir, to, free }) => {
  const trips = free ? countTrips() : () => ({ statements: 0, trips: 0 })
  const config = readConfig({ PORT: String(port), SALLYPORT_DATA_DIR: dataDir })
  const running = await start(config, to, openLog('error'), { delivery: () => ({ mail: captureMail(async () => undefined) }) })
  if (free) Object.assign(running.house.world.hashing, { verify: async () => true })
  return { answer: async () => trips(), stop: () => running.stop() }
})
