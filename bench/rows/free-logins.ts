/** Logins with the hash replaced by a constant: what everything else costs, and how often the database is asked. */
import type { Trips } from '../trips.ts'
import { AT_ONCE, inTurns, type Row } from './row.ts'

const MS = 3000
const COUNTED_MS = 500

export const freeLogins: Row = async (bench, say) => {
  const server = await bench.server('free')
  const part = { what: 'login', port: server.port } as const
  const [value = 0] = await inTurns(bench, say, [{ name: 'logins without hash', parts: [{ ...part, atOnce: AT_ONCE }], ms: MS }])

  // One after the other, so that nothing else is counted.
  const count = () => server.ask<Trips>({ do: 'trips' })
  const before = await count()
  const [got] = await bench.run([{ ...part, atOnce: 1 }], COUNTED_MS)
  const after = await count()
  const done = got?.done ?? 0
  const trips = (after.trips - before.trips) / done
  say(`  ${trips.toFixed(2)} round trips and ${((after.statements - before.statements) / done).toFixed(2)} statements a login`)
  return [
    { figure: 'logins without the hash', unit: 'per second', value, goal: { of: 'value', at: 'least', is: 500 } },
    { figure: 'database round trips a login', unit: 'round trips', value: trips, goal: { of: 'value', at: 'most', is: 14 } },
  ]
}
