/** How long a session check takes while ten times as many people knock as can be let in, against a quiet server. */
import { AT_ONCE, type Row } from './row.ts'

const MS = 5000
const CHECKS_PER_SECOND = 200
const TIMES_CAPACITY = 10

export const flood: Row = async (bench, say) => {
  const { port } = await bench.server('real')
  const checks = [{ what: 'check', port, atOnce: AT_ONCE, rate: CHECKS_PER_SECOND }] as const
  const [capacity] = await bench.run([{ what: 'knock', port, atOnce: AT_ONCE }], MS / 2)
  const [quiet] = await bench.run(checks, MS)
  const rate = TIMES_CAPACITY * (capacity?.perSecond ?? 0)
  const knocks = bench.run([{ what: 'knock', port, atOnce: 1000, rate }], MS + 500, 'flood')
  const [busy] = await bench.run(checks, MS)
  const [knocked] = await knocks
  const [before, during] = [quiet?.p99 ?? Number.NaN, busy?.p99 ?? Number.NaN]
  say(`  quiet p99 ${before.toFixed(1)} ms; in the flood ${during.toFixed(1)} ms; ${knocked?.done} let in, ${knocked?.refused} refused`)
  const figure = `session check, p99 in a flood of ${TIMES_CAPACITY} × capacity`
  return [{ figure, unit: 'ms', value: during, floor: before, goal: { of: 'ratio', at: 'most', is: 3 } }]
}
