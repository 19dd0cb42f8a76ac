/** A whole server on a database of its own, in this process, with captured mail and a clock that can be moved; and people to sign in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { World } from '#actions/world.ts'
import { readConfig } from '#config.ts'
import { captureMail, type Mail } from '#delivery/mail/index.ts'
import { openLog } from '#log.ts'
import { type Running, start } from '#main.ts'
import { freshDatabase, type Place } from './database.ts'
import { type Seeding, seeding } from './people.ts'

export type TestServer = Seeding & {
  readonly url: string
  readonly world: World
  readonly mails: Mail[]
  /** Sees past every policy: for looking, and for doing harm on purpose. */
  readonly sql: pg.Pool
  readonly place: Place
  advance(seconds: number): Promise<void>
  /** Another server process's worth of doors on the same database, in this process. Returns its address. */
  another(): Promise<string>
  /** The newest mail to an address, waited for until it is there. */
  mailTo(address: string, after?: number): Promise<Mail>
  stop(): Promise<void>
}

export async function startServer(): Promise<TestServer> {
  const place = await freshDatabase()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-data-'))
  const sql = new pg.Pool({ ...place, user: 'postgres', max: 2, options: '-c search_path=app' })
  // The run's PostgreSQL may stop while an idle connection of a finished file is still closing.
  sql.on('error', () => undefined)
  const mails: Mail[] = []
  const waiting = new Set<() => void>()
  const keep = async (mail: Mail) => {
    mails.push(mail)
    for (const wake of waiting) wake()
  }
  const running: Running[] = []
  const open = async () => {
    const port = await freePort()
    const config = readConfig({ PORT: String(port), SALLYPORT_DATA_DIR: dataDir })
    const made = await start(config, { ...place, user: 'sallyport_app' }, openLog('error'), {
      delivery: () => ({ mail: captureMail(keep) }),
    })
    running.push(made)
    return { made, url: config.url.origin }
  }
  const { made, url } = await open()
  const { world } = made.house
  return {
    ...seeding(world),
    url,
    world,
    mails,
    sql,
    place,
    advance: async (seconds) => void (await sql.query('update clock set offset_ms = offset_ms + $1', [seconds * 1000])),
    another: async () => (await open()).url,
    async mailTo(address, after = 0) {
      for (;;) {
        const found = mails.slice(after).findLast((m) => m.to === address)
        if (found) return found
        await new Promise<void>((wake) => {
          const once = () => {
            waiting.delete(once)
            wake()
          }
          waiting.add(once)
        })
      }
    },
    async stop() {
      await Promise.all(running.map((r) => r.stop()))
      await sql.end()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((ok) => probe.listen(0, '127.0.0.1', ok))
  const { port } = probe.address() as { port: number }
  await new Promise<void>((ok) => void probe.close(() => ok()))
  return port
}
