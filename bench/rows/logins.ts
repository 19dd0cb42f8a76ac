/** Complete logins, password and passcode, against a bare server that does nothing but the same hash. */
import { AT_ONCE, inTurns, type Row } from './row.ts'

const MS = 6000

export const logins: Row = async (bench, say) => {
  const { port } = await bench.server('real')
  const floor = await bench.floor()
  const [value = 0, least = 0] = await inTurns(bench, say, [
    { name: 'logins', parts: [{ what: 'login', port, atOnce: AT_ONCE }], ms: MS },
    { name: 'hashes of the bare server', parts: [{ what: 'hash', port: floor.port, atOnce: AT_ONCE }], ms: MS },
  ])
  const figure = 'logins with password and passcode'
  return [{ figure, unit: 'per second', value, floor: least, goal: { of: 'ratio', at: 'least', is: 0.8 } }]
}
