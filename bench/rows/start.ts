/** From the start of a server process to its first answer, on a database that is there; and what it holds in memory when idle. */

import { median } from '../table.ts'
import { request, Wire } from '../wire.ts'
import type { Row } from './row.ts'

const STARTS = 5
const IDLE_MS = 3000

export const starting: Row = async (bench, say) => {
  const seconds: number[] = []
  const megabytes: number[] = []
  for (let n = 0; n < STARTS; n++) {
    const server = await bench.fresh()
    const heard = performance.now()
    const wire = new Wire(server.port)
    await wire.send(request(server.port, 'GET', '/ready'))
    wire.close()
    seconds.push((server.readyMs + performance.now() - heard) / 1000)
    if (n === STARTS - 1) {
      await new Promise((ok) => setTimeout(ok, IDLE_MS))
      megabytes.push((await server.ask<number>({ do: 'memory' })) / 2 ** 20)
    }
    await server.stop()
  }
  say(`  first answers after ${seconds.map((s) => s.toFixed(2)).join(', ')} s`)
  return [
    { figure: 'start to first answer', unit: 's', value: median(seconds), goal: { of: 'value', at: 'most', is: 1 } },
    {
      figure: 'idle memory of the server with hash workers',
      unit: 'MB',
      value: median(megabytes),
      goal: { of: 'value', at: 'most', is: 200 },
    },
  ]
}
