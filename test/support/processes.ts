/**
 * Real server processes over one database, one key file and one SMTP server, started as the supervisor starts them; and in
 * this process the same world, for seeding people and for looking. What is done to the processes is each test's own.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { vi } from 'vitest'
import type { World } from '#actions/world.ts'
import { readConfig } from '#config.ts'
import { openLog } from '#log.ts'
import { openHouse } from '#main.ts'
import { type Arrived, mailServer } from '../delivery/mail-server.ts'
import { type Answer, Client } from './client.ts'
import { freshDatabase, type Place } from './database.ts'
import { type Person, type Seeding, seeding } from './people.ts'
import { freePort } from './server.ts'

// Whole processes and hundreds of hashes on a machine that may have other things to do: slow is no failure here.
vi.setConfig({ testTimeout: 60_000 })

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname

export type Node = {
  readonly url: string
  /** All that the process wrote, to both streams. */
  output(): string
  /** Resolves when it listens. Throws with what it said when it ends instead. */
  start(): Promise<void>
  /** SIGTERM is its orderly end, SIGKILL none. Resolves with the exit code, null when it was killed. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

export type Processes = Seeding & {
  readonly nodes: readonly Node[]
  readonly world: World
  /** Sees past every policy: for looking, and for doing harm on purpose. */
  readonly sql: pg.Pool
  readonly place: Place
  readonly dataDir: string
  readonly mails: Arrived[]
  /** One more process, not started yet; `env` goes over what all are given. */
  node(env?: Readonly<Record<string, string>>): Promise<Node>
  now(): Promise<number>
  advance(seconds: number): Promise<void>
  /** The text of the newest mail to an address since `after` mails, waited for until it is there. */
  mailTo(address: string, after?: number): Promise<string>
  stop(): Promise<void>
}

export type Options = {
  readonly count?: number
  /** Where the processes find the database, if not where it is. */
  readonly through?: (place: Place) => Place
  readonly env?: Readonly<Record<string, string>>
}

export async function startProcesses({ count = 2, through = (place) => place, env = {} }: Options = {}): Promise<Processes> {
  const place = await freshDatabase()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-data-'))
  const sql = new pg.Pool({ ...place, user: 'postgres', max: 4, options: '-c search_path=app' })
  // The run's PostgreSQL may stop while an idle connection of a finished file is still closing.
  sql.on('error', () => undefined)
  const mail = await mailServer()
  const trusted = { SALLYPORT_TRUSTED_PROXIES: '127.0.0.1, ::1' }
  const shared = { SALLYPORT_DATA_DIR: dataDir, SALLYPORT_SMTP: mail.url, SALLYPORT_LOG: 'warn', ...trusted, ...env }
  // Makes the key file and prepares the platform, so that the processes find both.
  const house = await openHouse(
    readConfig({ SALLYPORT_DATA_DIR: dataDir }),
    { ...place, user: 'sallyport_app' },
    openLog('silent'),
    true,
    1,
  )
  const all: Node[] = []
  const node = async (more: Readonly<Record<string, string>> = {}) => {
    const made = serverProcess(await freePort(), { ...through(place), user: 'sallyport_app' }, { ...shared, ...more })
    all.push(made)
    return made
  }
  const nodes: Node[] = []
  for (let n = 0; n < count; n++) nodes.push(await node())
  await Promise.all(nodes.map((n) => n.start()))
  return {
    ...seeding(house.world),
    nodes,
    world: house.world,
    sql,
    place,
    dataDir,
    mails: mail.arrived,
    node,
    now: async () => Number((await sql.query('select now_ms() as now')).rows[0].now),
    advance: async (seconds) => void (await sql.query('update clock set offset_ms = offset_ms + $1', [seconds * 1000])),
    mailTo: (address, after = 0) =>
      vi.waitFor(
        () => {
          const found = mail.arrived.slice(after).findLast((m) => m.to.includes(address))
          if (!found) throw new Error(`no mail to ${address} arrived`)
          return found.mail.text ?? ''
        },
        { timeout: 10_000, interval: 10 },
      ),
    async stop() {
      await Promise.all(all.map((n) => n.end()))
      await house.close()
      await Promise.all([sql.end(), mail.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** One server process of `serve`, as src/cli/supervise.ts orders it; nothing of this process's own environment is passed on. */
function serverProcess(port: number, embedded: object, env: Readonly<Record<string, string>>): Node {
  const url = `http://localhost:${port}`
  const order = JSON.stringify({ kind: 'serve', port, first: false, ports: [port], embedded })
  let child: ChildProcess | undefined
  let said = ''
  return {
    url,
    output: () => said,
    async start() {
      const { PATH = '', HOME = '' } = process.env
      const mine = fork(MAIN, ['node', order], {
        env: { PATH, HOME, SALLYPORT_URL: url, ...env },
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      child = mine
      for (const stream of [mine.stdout, mine.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
      const ended = once(mine, 'close').then(() => {
        throw new Error(`the server process ended instead of listening: ${said}`)
      })
      await Promise.race([once(mine, 'message'), ended])
      ended.catch(() => undefined)
    },
    async end(signal = 'SIGTERM') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
      const closed = once(child, 'close')
      child.kill(signal)
      await closed
      return child.exitCode
    },
  }
}

/** `n` browsers that have given the right password, on the nodes in turn. Six at a time, since each costs a hash. */
export async function pastPassword(nodes: readonly { readonly url: string }[], person: Person, n: number): Promise<Patient[]> {
  const clients = Array.from({ length: n }, (_, i) => new Patient(nodes[i % nodes.length]?.url ?? ''))
  const open = [...clients]
  const worker = async () => {
    for (let c = open.pop(); c; c = open.pop()) {
      const { status, body } = await c.start(person.username, person.password)
      if (status !== 201) throw new Error(`the right password was answered by ${status} ${JSON.stringify(body)}`)
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return clients
}

/** A browser that asks again while the server says that it has too much to do, as it asks for. What it is answered then counts. */
export class Patient extends Client {
  override async call(...of: Parameters<Client['call']>): Promise<Answer> {
    for (let n = 1; ; n++) {
      const answer = await super.call(...of)
      if (answer.status !== 503 || n === 10) return answer
      await new Promise((ok) => setTimeout(ok, 100 * n))
    }
  }
}

/** How often each answer came: `{ '200': 1, '429 login/wait': 44 }`. */
export function counted(answers: readonly { readonly status: number; readonly body: unknown }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const code = (body as { code?: string } | null)?.code
    const name = code ? `${status} ${code}` : String(status)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
