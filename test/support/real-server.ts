/** `sallyport serve` as an operator would start it, on a folder of its own and with a mail server of the test; and its commands beside it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type RealServer = {
  readonly url: string
  /** The one-time link that was shown at the start. */
  readonly setUpLink: string
  /** Runs a command of the command line. Resolves with what it printed; throws with that when it failed. */
  sallyport(...args: string[]): Promise<string>
  stop(): Promise<void>
}

const TOP = path.join(import.meta.dirname, '../..')
const START_MS = 60_000
const STOP_MS = 15_000

/** Resolves when it is ready to answer. Throws, with what it printed, when it ends before that. */
export async function startReal(port: number, smtp: string): Promise<RealServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-serve-'))
  chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who must be able to enter
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, PORT: String(port), SALLYPORT_DATA_DIR: folder, SALLYPORT_SMTP: smtp, SALLYPORT_LOG: 'warn' }
  const program = (args: readonly string[]) => {
    const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { cwd: TOP, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { text: '' }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said.text += text))
    return { child, said }
  }
  const server = program(['serve'])
  const url = `http://localhost:${port}`
  const stop = async () => {
    await end(server.child)
    rmSync(folder, { recursive: true, force: true })
  }
  const latest = Date.now() + START_MS
  const ready = () =>
    fetch(`${url}/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
  while (!(await ready())) {
    if (server.child.exitCode !== null || Date.now() > latest) {
      await stop()
      throw new Error(`The server did not start. It printed:\n${server.said.text}`)
    }
    await pause(100)
  }
  return {
    url,
    setUpLink: readFileSync(path.join(folder, 'set-up-link'), 'utf8').trim(),
    async sallyport(...args) {
      const { child, said } = program(args)
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(`sallyport ${args.join(' ')} ended with ${code}: ${said.text}`)
      return said.text
    },
    stop,
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(hurry)
}
