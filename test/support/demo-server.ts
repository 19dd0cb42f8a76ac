/** Starts the demo as a person would, on a free port and in a folder of its own, and speaks its contract for programs: people, messages, clock. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type Person = {
  readonly account: string
  readonly username: string
  readonly password: string
  readonly email: string
  readonly mobile?: string
  readonly language: 'en' | 'de' | 'it'
  readonly roles: readonly string[]
  readonly state: 'ready' | 'to-enrol' | 'must-change-password' | 'locked' | 'disabled' | 'invited'
  readonly factors: readonly { readonly type: string; readonly secret?: string; readonly codes?: readonly string[] }[]
  /** What they are offered when they must set something up. */
  readonly mayEnrol: readonly string[]
}
export type Letter = {
  readonly at: string
  readonly channel: 'mail' | 'sms'
  readonly to: string
  readonly subject?: string
  readonly text: string
}
export type Outbox = { readonly messages: readonly Letter[]; readonly people: readonly Person[]; readonly now: string | number }

export type DemoServer = {
  readonly url: string
  outbox(): Promise<Outbox>
  /** The server's clock, in milliseconds since 1970. */
  now(): Promise<number>
  /** Moves the server's clock forward by whole seconds. */
  advance(seconds: number): Promise<void>
  stop(): Promise<void>
}

const TOP = path.join(import.meta.dirname, '../..')
const START_MS = 60_000
const STOP_MS = 15_000

/** A port of loopback that nobody listens on at this moment; so are the next ones, when more are wanted. */
export async function freePort(wanted = 1): Promise<number> {
  const first = await freeAt(0)
  for (let next = 1; next < wanted; next += 1) if ((await freeAt(first + next).catch(() => 0)) === 0) return freePort(wanted)
  return first
}

async function freeAt(wished: number): Promise<number> {
  const probe = createServer().listen(wished, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Resolves when the demo answers. Throws, with what it printed, when it ends before that or takes longer than a minute. */
export async function startDemo(port: number, nodes = 1): Promise<DemoServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-demo-'))
  chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who must be able to enter
  const url = `http://localhost:${port}`
  const urls = Array.from({ length: nodes }, (_, i) => `http://localhost:${port + i}`)
  const child = spawn(process.execPath, ['src/cli/main.ts', 'demo', '--nodes', String(nodes)], {
    cwd: TOP,
    env: environment(port, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const stop = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }

  const latest = Date.now() + START_MS
  while (!(await Promise.all(urls.map(answers))).every(Boolean)) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > latest) {
      await stop()
      throw new Error(`The demo did not start. It printed:\n${said}`)
    }
    await pause(100)
  }
  const outbox = async () => (await (await fetch(`${url}/outbox.json`)).json()) as Outbox
  return {
    url,
    outbox,
    now: async () => new Date((await outbox()).now).getTime(),
    advance: async (seconds) => {
      const body = JSON.stringify({ advance: seconds })
      const answer = await fetch(`${url}/outbox/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      if (!answer.ok) throw new Error(`The demo's clock did not move: ${answer.status} ${await answer.text()}`)
    },
    stop,
  }
}

const AGAIN = 3

/** On ports that are free; where somebody is quicker, on others. */
export async function startDemoSomewhere(nodes = 1): Promise<DemoServer> {
  for (let left = AGAIN; ; left -= 1)
    try {
      return await startDemo(await freePort(nodes), nodes)
    } catch (error) {
      if (left === 0 || !/This port is taken/.test(String(error))) throw error
    }
}

/** Ours would be refused as unknown (SALLYPORT_…), and a real database is none of the demo's business. */
function environment(port: number, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SALLYPORT_|DATABASE_|PLAYWRIGHT_|HOST$)/.test(name))
  return { ...Object.fromEntries(kept), PORT: String(port), SALLYPORT_DATA_DIR: folder }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/outbox.json`).then(
    (answer) => answer.ok,
    () => false,
  )

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(hurry)
}
