/** Processes of the bench: started with one order, asked questions, ended with the bench. What they do is in their own files. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Child = {
  readonly pid: number
  /** From the moment it was forked until it said that it is ready, in milliseconds. */
  readonly readyMs: number
  /** Rejects when the process fails on the question or ends before its answer. */
  ask<T>(question: object): Promise<T>
  stop(): Promise<void>
}

type Reply = { readonly id: number; readonly answer?: unknown; readonly error?: string }

/** Starts `bench/<file>`; resolves when it is ready. Its standard output and errors are the bench's. */
export async function openChild(file: string, order: object, nodeOptions: readonly string[] = []): Promise<Child> {
  const begin = performance.now()
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(order)], { execArgv: [...nodeOptions] })
  const open = new Map<number, { ok: (answer: unknown) => void; no: (error: Error) => void }>()
  let asked = 0
  let gone = false
  const over = new Promise<void>((ok) => child.once('exit', () => ok()))
  const ended = () => {
    gone = true
    for (const { no } of open.values()) no(new Error(`bench/${file} ended`))
  }
  void over.then(ended)
  const pending = (id: number) => new Promise<unknown>((ok, no) => open.set(id, { ok, no }))
  child.on('message', ({ id, answer, error }: Reply) => {
    const waiting = open.get(id)
    open.delete(id)
    if (error === undefined) waiting?.ok(answer)
    else waiting?.no(new Error(`bench/${file}: ${error}`))
  })
  await pending(0)
  return {
    pid: child.pid ?? 0,
    readyMs: performance.now() - begin,
    async ask<T>(question: object) {
      if (gone) throw new Error(`bench/${file} ended`)
      const id = ++asked
      const answer = pending(id)
      child.send({ id, question })
      return (await answer) as T
    },
    async stop() {
      if (!gone) child.kill('SIGTERM')
      await over
    },
  }
}

/** The other end: reads the order, says that it is ready when `begin` is, and answers one question after the other. Ends with its parent. */
export async function beChild<O, Q>(
  begin: (order: O) => Promise<{ answer: (question: Q) => Promise<unknown>; stop: () => Promise<void> }>,
): Promise<void> {
  const { answer, stop } = await begin(JSON.parse(process.argv[2] ?? '{}') as O)
  const end = () => void stop().finally(() => process.exit())
  process.once('SIGTERM', end).once('disconnect', end)
  process.on('SIGINT', () => undefined)
  const reply = (r: Reply) => process.send?.(r)
  process.on('message', ({ id, question }: { id: number; question: Q }) => {
    answer(question).then(
      (given) => reply({ id, answer: given }),
      (error: Error) => reply({ id, error: error.stack ?? error.message }),
    )
  })
  reply({ id: 0 })
}
