/** From a start to the first answer, on a database that is there; and what the server holds in memory when idle. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Serving, serve } from '../serve.ts'
import { median } from '../table.ts'
import { request, Wire } from '../wire.ts'
import type { Row } from './row.ts'

const STARTS = 3
const IDLE_MS = 3000
const MB = 2 ** 20

export const starting: Row = async (bench, say) => {
  const alone: number[] = []
  for (let n = 0; n < STARTS; n++) {
    const server = await bench.fresh()
    const ready = performance.now()
    const wire = new Wire(server.port)
    await wire.send(request(server.port, 'GET', '/ready'))
    wire.close()
    alone.push((server.readyMs + performance.now() - ready) / 1000)
    await server.stop()
  }
  const { seconds, memory } = await whole()
  const listed = (all: readonly number[]) => all.map((s) => s.toFixed(2)).join(', ')
  say(`  the server process alone after ${listed(alone)} s; serve, with PostgreSQL, after ${listed(seconds)} s`)
  say(`  idle: server ${Math.round(memory.server / MB)} MB, its supervisor ${Math.round(memory.supervisor / MB)} MB`)
  const second = { of: 'value', at: 'most', is: 1 } as const
  return [
    { figure: 'server process, start to first answer', unit: 's', value: median(alone), goal: second },
    { figure: 'serve with PostgreSQL, start to first answer', unit: 's', value: median(seconds), goal: second },
    {
      figure: 'idle memory of the server with hash workers',
      unit: 'MB',
      value: memory.server / MB,
      goal: { of: 'value', at: 'most', is: 200 },
    },
  ]
}

/** `serve` on a folder of its own; the first start makes the database and is not counted. */
async function whole(): Promise<{ seconds: number[]; memory: ReturnType<Serving['memory']> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-bench-serve-'))
  chmodSync(dataDir, 0o755)
  const seconds: number[] = []
  let memory = { server: Number.NaN, supervisor: Number.NaN }
  let running: Serving | undefined
  try {
    for (let n = 0; n <= STARTS; n++) {
      running = await serve(dataDir)
      if (n > 0) seconds.push(running.ms / 1000)
      if (n === STARTS) {
        await new Promise((ok) => setTimeout(ok, IDLE_MS))
        memory = running.memory()
      }
      await running.stop()
      running = undefined
    }
  } finally {
    await running?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { seconds, memory }
}
