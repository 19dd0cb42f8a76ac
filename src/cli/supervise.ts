/** Runs server processes beside the database and ends them together. The servers themselves never start anything. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a server process is told; it travels as one argument and holds no secret. */
export type NodeOrder = {
  readonly kind: 'serve' | 'demo'
  readonly port: number
  readonly first: boolean
  readonly ports: readonly number[]
  /** Where the embedded database is; absent where DATABASE_URL says it. */
  readonly embedded?: unknown
  /** It loads its code and then waits for a message with `embedded`: the database is still being started. */
  readonly waits?: true
}

export type Crew = {
  /** The database is there: all begin. Resolves when all listen, or one could not. */
  begin(embedded: unknown): Promise<void>
  /** Resolves with the exit code when a server could not start, or when `stop` was called and all have ended. */
  readonly ended: Promise<number>
  stop(): void
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const AGAIN_MS = 1000

/** Starts each order as a process, which waits for `begin`. One that dies after it has listened is started again. */
export function supervise(orders: readonly NodeOrder[], say: (line: string) => void): Crew {
  const children = new Map<NodeOrder, ChildProcess>()
  let stopping = false
  let finish: (code: number) => void = () => undefined
  const ended = new Promise<number>((ok) => {
    finish = ok
  })
  const stop = () => {
    stopping = true
    for (const child of children.values()) child.kill('SIGTERM')
    if (children.size === 0) finish(0)
  }
  const launch = (order: NodeOrder, more: Pick<NodeOrder, 'embedded' | 'waits'>) =>
    new Promise<void>((ready) => {
      const child = fork(MAIN, ['node', JSON.stringify({ ...order, ...more })], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      children.set(order, child)
      let listens = false
      child.on('message', () => {
        listens = true
        ready()
      })
      child.on('exit', (code) => {
        children.delete(order)
        if (stopping) {
          if (children.size === 0) finish(0)
        } else if (!listens) {
          finish(code ?? 1)
          stop()
        } else {
          say(`The server on port ${order.port} ended (${code ?? 'killed'}); starting it again.`)
          setTimeout(() => !stopping && void launch(order, { embedded: found }), AGAIN_MS)
        }
      })
    })
  let found: unknown
  const all = Promise.all(orders.map((order) => launch(order, { waits: true })))
  return {
    async begin(embedded) {
      found = embedded
      // One that is gone already has said so to `ended`.
      for (const child of children.values()) child.send({ embedded }, () => undefined)
      await Promise.race([all, ended])
    },
    ended,
    stop,
  }
}

export type Stop = { readonly asked: () => boolean /** At once if it was asked before. */; whenAsked(stop: () => void): void }

/**
 * Hears Ctrl-C and a service manager's stop from the first moment, so that what was begun by then is ended and not left
 * behind. What fails because of it is no failure: Ctrl-C reaches every process of the group. A second Ctrl-C ends hard.
 */
export async function untilStopped(work: (stop: Stop) => Promise<number>): Promise<number> {
  let asked = false
  let act: () => void = () => undefined
  const hear = () => {
    asked = true
    act()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, hear)
  const whenAsked = (stop: () => void) => {
    act = stop
    if (asked) stop()
  }
  try {
    const code = await work({ asked: () => asked, whenAsked })
    return asked ? 0 : code
  } catch (error) {
    if (asked) return 0
    throw error
  }
}
