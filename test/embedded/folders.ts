/** Folders for the tests of the embedded PostgreSQL, questions to a running one, and starts in a process of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { mayEnter } from '#embedded/user.ts'

export const ROOT = process.getuid?.() === 0
/** Root can act as an ordinary user here: that needs a checkout which others may enter. */
export const ORDINARY = ROOT && mayEnter({ uid: 65_534, gid: 65_534 }, import.meta.dirname)
export const WHY_NOT = ORDINARY ? '' : ' (skipped: needs root, and a checkout that others may enter)'

/** A new folder that other users may enter, removed after the test. */
export function folder(parent = tmpdir(), mode = 0o755): string {
  const made = mkdtempSync(path.join(parent, 'sallyport-embedded-'))
  chmodSync(made, mode)
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Stops a server after the test, whatever becomes of the test; hands it on. */
export function stopping<T extends { stop(): Promise<void> }>(server: T): T {
  onTestFinished(() => server.stop())
  return server
}

type Address = { socketDir: string; port: number }

export async function connect({ socketDir, port }: Address): Promise<pg.Client> {
  const client = new pg.Client({ host: socketDir, port, user: 'postgres', database: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The first column of the only row of a query. */
export async function ask(server: Address, sql: string): Promise<unknown> {
  const client = await connect(server)
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

export type Elsewhere = {
  child: ChildProcess
  said: { socketDir: string; port: number; adopted: boolean } | { message: string; hint: string }
}

/** Starts the embedded PostgreSQL in another process, which stays until it is killed, or told to stop by a line on its input. */
export async function startElsewhere(dataDir: string, user: { uid?: number; gid?: number } = {}): Promise<Elsewhere> {
  const program = new URL('./start-and-stay.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, dataDir], { ...user, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, said: JSON.parse(line) }
}

/** Tells such a process to stop its server and waits for its end. */
export async function stopElsewhere({ child }: Elsewhere): Promise<void> {
  const exit = once(child, 'exit')
  child.stdin?.end()
  await exit
}
