/** A whole server on a database of its own, in this process, with captured mail and a clock that can be moved; and people to sign in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { World } from '#actions/world.ts'
import { readConfig } from '#config.ts'
import { captureMail, type Mail } from '#delivery/mail/index.ts'
import { captureSms, openSms, type Sms } from '#delivery/sms/index.ts'
import { openLog } from '#log.ts'
import { type Running, start } from '#main.ts'
import { freshDatabase, type Place } from './database.ts'
import { type Seeding, seeding } from './people.ts'

export type TestServer = Seeding & {
  readonly url: string
  readonly world: World
  readonly mails: Mail[]
  /** SMS that were kept; empty where the server was given providers. */
  readonly texts: Sms[]
  /** Sees past every policy: for looking, and for doing harm on purpose. */
  readonly sql: pg.Pool
  readonly place: Place
  advance(seconds: number): Promise<void>
  /** Another server process's worth of doors on the same database, in this process. Returns its address. */
  another(): Promise<string>
  /** The newest mail to an address, waited for until it is there. */
  mailTo(address: string, after?: number): Promise<Mail>
  /** The newest SMS to a number, waited for until it is there. */
  smsTo(number: string, after?: number): Promise<Sms>
  stop(): Promise<void>
}

/**
 * `sms`: providers as SALLYPORT_SMS names them; without, SMS are kept. `timeoutMs`: how long one of them may take. `now`: the
 * clock of their breakers.
 */
export type Equipped = { readonly sms?: string; readonly timeoutMs?: number; readonly now?: () => number }

export async function startServer({ sms, timeoutMs, now = () => performance.now() }: Equipped = {}): Promise<TestServer> {
  const place = await freshDatabase()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-data-'))
  const sql = new pg.Pool({ ...place, user: 'postgres', max: 2, options: '-c search_path=app' })
  // The run's PostgreSQL may stop while an idle connection of a finished file is still closing.
  sql.on('error', () => undefined)
  const mails: Mail[] = []
  const texts: Sms[] = []
  const waiting = new Set<() => void>()
  const keeper =
    <T>(kept: T[]) =>
    async (one: T) => {
      kept.push(one)
      for (const wake of waiting) wake()
    }
  /** The newest that fits, waited for until it is there. */
  const arrives = async <T>(kept: readonly T[], after: number, fits: (one: T) => boolean): Promise<T> => {
    for (;;) {
      const found = kept.slice(after).findLast(fits)
      if (found) return found
      await new Promise<void>((wake) => {
        const once = () => {
          waiting.delete(once)
          wake()
        }
        waiting.add(once)
      })
    }
  }
  const running: Running[] = []
  const open = async () => {
    const port = await freePort()
    const config = readConfig({
      PORT: String(port),
      SALLYPORT_DATA_DIR: dataDir,
      // Each Client says its own address; one that says none has this machine's.
      SALLYPORT_TRUSTED_PROXIES: '127.0.0.1, ::1',
      ...(sms ? { SALLYPORT_SMS: sms } : {}),
    })
    const made = await start(config, { ...place, user: 'sallyport_app' }, openLog('error'), {
      delivery: () => ({
        mail: captureMail(keeper(mails)),
        sms: sms ? openSms({ urls: config.sms, now, ...(timeoutMs ? { timeoutMs } : {}) }) : captureSms(keeper(texts)),
      }),
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
    texts,
    sql,
    place,
    advance: async (seconds) => void (await sql.query('update clock set offset_ms = offset_ms + $1', [seconds * 1000])),
    another: async () => (await open()).url,
    mailTo: (address, after = 0) => arrives(mails, after, (m) => m.to === address),
    smsTo: (number, after = 0) => arrives(texts, after, (m) => m.to === number),
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
