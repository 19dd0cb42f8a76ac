/** The demo as a program: started, spoken to over HTTP, and ended by a signal. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const TOP = path.join(import.meta.dirname, '../..')

export type Program = {
  readonly child: ChildProcess /** What it has printed so far. */
  said(): string /** Its exit code. */
  readonly ended: Promise<number | null>
}

/** A folder that PostgreSQL's user may enter too. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-demo-'))
  chmodSync(folder, 0o755)
  return folder
}

export function run(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SALLYPORT_|DATABASE_|HOST$|PORT$)/.test(name))
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    cwd: TOP,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, said: () => said, ended }
}

/** Resolves when it says that it is ready; throws, with what it said, when it ends before. */
export async function ready(program: Program): Promise<void> {
  while (!/^Ready: /m.test(program.said())) {
    const over = await Promise.race([program.ended.then(() => true), new Promise((ok) => setTimeout(ok, 50))])
    if (over) throw new Error(`The demo did not start. It printed:\n${program.said()}`)
  }
}

export async function end(program: Program): Promise<number | null> {
  program.child.kill('SIGTERM')
  return program.ended
}
