/** `sallyport serve` as an operator starts it, on a data folder of its own: how long until it answers, and what its processes hold. */
import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from './bench.ts'
import { request, Wire } from './wire.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const KNOCK_MS = 5

export type Serving = {
  /** From the start of the command to the first answer, in milliseconds. */
  readonly ms: number
  /** Resident memory in bytes: of the server process, and of the supervisor beside it. */
  memory(): { server: number; supervisor: number }
  stop(): Promise<void>
}

/** Starts it and waits for the answer of `/ready`. Rejects when it ends before. */
export async function serve(dataDir: string): Promise<Serving> {
  const port = await freePort()
  const begin = performance.now()
  const env = { PATH: process.env['PATH'], PORT: String(port), SALLYPORT_DATA_DIR: dataDir, SALLYPORT_LOG: 'error' }
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: 'ignore' })
  const over = new Promise<void>((ok) => child.once('exit', () => ok()))
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`serve ended with code ${child.exitCode} before it answered`)
    await new Promise((ok) => setTimeout(ok, KNOCK_MS))
  }
  return {
    ms: performance.now() - begin,
    memory: () => memoryOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await over
    },
  }
}

async function answers(port: number): Promise<boolean> {
  const wire = new Wire(port)
  try {
    return (await wire.send(request(port, 'GET', '/ready'))).status === 204
  } catch {
    return false
  } finally {
    wire.close()
  }
}

function memoryOf(pid: number): { server: number; supervisor: number } {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args=']).toString().split('\n')
  const processes = lines.map((line) => line.trim().split(/\s+/))
  const bytes = (of: (pid: number, parent: number, args: string) => boolean) =>
    processes
      .filter(([own, parent, , ...args]) => of(Number(own), Number(parent), args.join(' ')))
      .reduce((sum, [, , kilobytes]) => sum + Number(kilobytes) * 1024, 0)
  return {
    supervisor: bytes((own) => own === pid),
    // PostgreSQL is a child of the supervisor, too.
    server: bytes((_, parent, args) => parent === pid && args.includes('main.ts node')),
  }
}
