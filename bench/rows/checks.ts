/** Session checks: alone, and while people sign in without pause; each against a bare server that answers the same bytes. */
import { AT_ONCE, inTurns, type Row } from './row.ts'

const MS = 4000
const CHECKERS = 32

export const checks: Row = async (bench, say) => {
  const { port } = await bench.server('real')
  const floor = await bench.floor()
  const [value = 0, least = 0] = await inTurns(bench, say, [
    { name: 'session checks', parts: [{ what: 'check', port, atOnce: CHECKERS }], ms: MS },
    { name: 'the same bytes from the bare server', parts: [{ what: 'check', port: floor.port, atOnce: CHECKERS }], ms: MS },
  ])
  return [{ figure: 'session checks', unit: 'per second', value, floor: least, goal: { of: 'ratio', at: 'least', is: 0.35 } }]
}

export const busyChecks: Row = async (bench, say) => {
  const { port } = await bench.server('real')
  const floor = await bench.floor()
  const [value = 0, least = 0] = await inTurns(bench, say, [
    {
      name: `logins by ${AT_ONCE} people, and session checks beside them`,
      parts: [
        { what: 'login', port, atOnce: AT_ONCE },
        { what: 'check', port, atOnce: CHECKERS },
      ],
      ms: MS,
    },
    {
      name: 'hashes and the same bytes from the bare server',
      parts: [
        { what: 'hash', port: floor.port, atOnce: AT_ONCE },
        { what: 'check', port: floor.port, atOnce: CHECKERS },
      ],
      ms: MS,
    },
  ])
  const figure = `session checks while ${AT_ONCE} people sign in`
  return [{ figure, unit: 'per second', value, floor: least, goal: { of: 'value', at: 'least', is: 3000 } }]
}
