/** What becomes of an SMS among several providers: every order of answers and reports keeps to the same few rules. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answered, asking, type Course, ended, mayAsk, reported, type Went } from '#rules/message/course.ts'

const NEW: Course = { status: 'queued', tried: [] }
const after = (course: Course, provider: string, went: Went): Course => answered(asking(course, provider), { provider, went })

test.each<[Went, boolean]>([
  ['later', true],
  ['refused', false],
  ['unknown', false],
  ['accepted', false],
])('a provider whose answer was %s may be asked again: %s', (went, again) => {
  const course = after(NEW, 'a', went)
  expect(mayAsk(course, 'a')).toBe(again)
  expect(mayAsk(course, 'b')).toBe(true)
  expect(course.status).toBe(went === 'accepted' ? 'accepted' : 'queued')
})

test('a process that died while it asked leaves a provider that is not asked again', () => {
  expect(mayAsk(asking(NEW, 'a'), 'a')).toBe(false)
  expect(ended(asking(NEW, 'a'), false).status).toBe('delayed')
})

test.each<[Went[], boolean, string]>([
  [['refused'], false, 'failed'],
  [['refused', 'refused'], false, 'failed'],
  [['later', 'refused'], true, 'delayed'],
  [['unknown', 'refused'], false, 'delayed'],
  [['refused', 'accepted'], false, 'accepted'],
])('after %j (some later: %s) it is %s', (wents, later, status) => {
  const course = wents.reduce((so, went, i) => after(so, `p${i}`, went), NEW)
  expect(ended(course, later).status).toBe(status)
})

test('accepted, then not delivered: the next is asked; when that one delivers, it is delivered', () => {
  const first = reported(after(NEW, 'a', 'accepted'), 'a', false)
  expect(first).toMatchObject({ status: 'undelivered', next: true })
  expect(mayAsk(first, 'a')).toBe(false)
  const second = after(first, 'b', 'accepted')
  expect(second.status).toBe('accepted')
  expect(reported(second, 'b', true)).toMatchObject({ status: 'delivered', next: false })
  expect(ended(reported(after(second, 'b', 'accepted'), 'b', false), false).status).toBe('undelivered')
})

test('said twice, a report changes nothing more; a handset that has it is believed last', () => {
  const once = reported(after(NEW, 'a', 'accepted'), 'a', false)
  expect(reported(once, 'a', false)).toMatchObject({ status: 'undelivered', tried: once.tried, next: false })
  const there = reported(once, 'a', true)
  expect(there).toMatchObject({ status: 'delivered', next: false })
  expect(reported(there, 'a', false)).toMatchObject({ status: 'delivered', tried: there.tried, next: false })
})

test('a report that overtakes the answer counts', () => {
  const asked = asking(NEW, 'a')
  const delivered = answered(reported(asked, 'a', true), { provider: 'a', went: 'accepted' })
  expect(delivered).toEqual({ status: 'delivered', tried: [{ provider: 'a', went: 'delivered' }] })
  const not = answered(reported(asked, 'a', false), { provider: 'a', went: 'accepted' })
  expect(not.status).toBe('undelivered')
})

test('while another has it or is being asked, a failure asks nobody; one that never answered does not stand in the way', () => {
  const both = after(after(NEW, 'a', 'unknown'), 'b', 'accepted')
  expect(reported(both, 'a', false)).toMatchObject({ status: 'accepted', next: false })
  expect(reported(asking(after(NEW, 'a', 'accepted'), 'b'), 'a', false).next).toBe(false)
  const died = after(asking(NEW, 'a'), 'b', 'accepted')
  expect(reported(died, 'b', false)).toMatchObject({ status: 'undelivered', next: true })
})

test('who was never asked has nothing to report', () => {
  expect(reported(after(NEW, 'a', 'accepted'), 'b', true)).toMatchObject({ status: 'accepted', next: false })
})

test('whatever is answered and reported, in any order: what is over stays over, and nobody who may have it is asked again', () => {
  const provider = fc.constantFrom('a', 'b', 'c')
  const step = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), provider, went: fc.constantFrom<Went>('accepted', 'refused', 'later', 'unknown') }),
    fc.record({ kind: fc.constant('report' as const), provider, arrived: fc.boolean() }),
    fc.record({ kind: fc.constant('replace' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let course: Course = NEW
      const perhaps = new Set<string>()
      for (const one of steps) {
        const before = course
        if (one.kind === 'replace') course = { ...course, status: course.status === 'queued' ? 'expired' : course.status }
        else if (one.kind === 'report') {
          const { next, ...now } = reported(course, one.provider, one.arrived)
          course = now
          if (next) expect(course.status).toBe('undelivered')
        } else if (mayAsk(course, one.provider)) {
          expect(perhaps.has(one.provider)).toBe(false)
          if (one.went !== 'later') perhaps.add(one.provider)
          course = after(course, one.provider, one.went)
        }
        if (before.status === 'expired' || before.status === 'delivered') expect(course.status).toBe(before.status)
        expect(new Set(course.tried.map((t) => t.provider)).size).toBe(course.tried.length)
      }
    }),
  )
})
