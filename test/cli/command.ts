/** Runs `sallyport` as a process of its own, as a person at the terminal of the server would, with nothing of this run's environment. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Env = Readonly<Record<string, string>>
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
export type Server = {
  readonly child: ChildProcess
  /** All that was written so far, to both streams. */
  said(): string
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
}

const MAIN = path.join(import.meta.dirname, '../../src/cli/main.ts')
const LATEST_MS = 45_000

/** A new data folder that PostgreSQL's user may enter, and what removes it. */
export function dataFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-cli-'))
  chmodSync(folder, 0o755)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function launch(args: readonly string[], env: Env): ChildProcess {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SALLYPORT_|DATABASE_|HOST$|PORT$)/.test(name))
  return spawn(process.execPath, [MAIN, ...args], { env: { ...Object.fromEntries(kept), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a command to its end; one that does not end is killed, and its code is null. */
export async function sallyport(args: string | readonly string[], env: Env = {}): Promise<Ended> {
  const child = launch(typeof args === 'string' ? args.split(' ') : args, env)
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const late = setTimeout(() => child.kill('SIGKILL'), LATEST_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(late)
  return { code, ...said }
}

/** Starts `serve` and resolves when it says where it answers. Throws with what it said when it ends instead. */
export async function serve(env: Env, args: readonly string[] = []): Promise<Server> {
  const child = launch(['serve', ...args], env)
  let text = ''
  const ready = new Promise<void>((ok, no) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (text.includes('Sallyport answers at ')) ok()
      })
    child.on('exit', (code) => no(new Error(`serve ended with ${code}: ${text}`)))
    setTimeout(() => no(new Error(`serve did not start: ${text}`)), LATEST_MS).unref()
  })
  try {
    await ready
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    child,
    said: () => text,
    async stop() {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const hurry = setTimeout(() => child.kill('SIGKILL'), 15_000)
      const [code] = (await exit) as [number | null]
      clearTimeout(hurry)
      return code
    },
  }
}
