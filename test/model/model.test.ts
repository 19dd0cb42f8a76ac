/** Every state the login machine has, for every shape of user and policy, against every invariant: one test each, from one walk. */
import { beforeAll, describe, expect, it } from 'vitest'
import { INVARIANTS } from './invariants.ts'
import { lookAlike } from './strangers.ts'
import { machine, nothingYet, type Report, walk } from './walk.ts'
import { everyNth, forgetful, owing, product } from './worlds.ts'

let report: Report
beforeAll(() => {
  report = nothingYet()
  const begun = performance.now()
  walk(machine, product(1), report)
  walk(machine, owing(), report)
  walk(machine, forgetful(), report)
  walk(machine, everyNth(101, product(1)), report, { changes: true })
  walk(machine, everyNth(7, owing()), report, { changes: true })
  walk(machine, everyNth(53, forgetful()), report, { changes: true })
  lookAlike(machine, everyNth(5, product(1)), report)
  const { worlds, states, transitions } = report
  const figure = (n: number) => n.toLocaleString('en')
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`login machine: ${figure(worlds)} worlds, ${figure(states)} states, ${figure(transitions)} transitions in ${seconds} s`)
}, 120_000)

describe('every login', () => {
  it.each(INVARIANTS)('keeps: %s', (invariant) => {
    expect(report.broken.get(invariant)).toBeUndefined()
  })
})

it('walks far enough to mean something', () => {
  expect(report.worlds).toBeGreaterThan(10_000)
  expect(report.transitions).toBeGreaterThan(1_000_000)
})
