/** Do the invariants see anything? Each fault is put in on purpose, and the invariant it breaks must say so. Every invariant has one. */
import { expect, it } from 'vitest'
import { FAULTS } from './faults.ts'
import { INVARIANTS, OF_WORLDS } from './invariants.ts'
import { lookAlike } from './strangers.ts'
import { machine, nothingYet, walk } from './walk.ts'
import { everyNth, forgetful, owing, product, type World } from './worlds.ts'

/** Most faults show among people who still owe something; the others need all sorts. */
function* some(): Generator<World> {
  yield* everyNth(61, forgetful())
  yield* everyNth(31, owing())
  yield* everyNth(11, product(1))
}

it.each(FAULTS)('%s: caught by “%s”', { timeout: 60_000 }, (_, invariant, change) => {
  const broken = { ...machine, ...change }
  const worlds = some()
  const report =
    invariant === OF_WORLDS[1]
      ? lookAlike(broken, worlds, nothingYet())
      : walk(broken, worlds, nothingYet(), { changes: true, until: invariant })
  expect([...report.broken.keys()]).toContain(invariant)
})

it('no invariant is without a fault that breaks it', () => {
  const caught = new Set(FAULTS.map(([, invariant]) => invariant))
  expect(INVARIANTS.filter((name) => !caught.has(name))).toEqual([])
})
