/** The pool under a flood: it refuses in time, recovers, serves accounts in turn, and leaves the rest of Node alone. */
import dns from 'node:dns/promises'
import fs from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Busy, type HashPool, openHashPool } from '#hashing/index.ts'

let pool: HashPool
beforeEach(async () => {
  pool = openHashPool()
  await Promise.all(Array.from({ length: 8 }, () => pool.hash('warm')))
})
afterEach(() => pool.close())

/** Starts `count` hashes at once in one lane; tells how each ended. */
const flood = (lane: string, count: number) => Array.from({ length: count }, (_, i) => pool.hash(`password ${i}`, lane))
const ends = async (jobs: Promise<string>[]) =>
  (await Promise.allSettled(jobs)).map((end) => (end.status === 'rejected' ? end.reason : 'made'))

describe('the bound', () => {
  it('refuses at once what could not be done within two seconds, and recovers', async () => {
    const begin = performance.now()
    const jobs = flood('acme', 1000)
    const refusal = await Promise.any(
      jobs.map((job) =>
        job.then(
          () => Promise.reject(),
          (error: unknown) => error,
        ),
      ),
    )
    const refusedAfter = performance.now() - begin
    const all = await ends(jobs)
    const took = performance.now() - begin

    const made = all.filter((end) => end === 'made').length
    console.log(
      `${made} of 1000 made in ${Math.round(took)} ms: ${Math.round((made / took) * 1000)} hashes/s with ${pool.stats().workers} threads`,
    )
    expect(refusal).toBeInstanceOf(Busy)
    expect(refusal).toMatchObject({ retryAfterSeconds: 2 })
    expect(refusedAfter, 'well before the two seconds are over').toBeLessThan(1000)
    expect(all.filter((end) => end !== 'made' && !(end instanceof Busy))).toEqual([])
    expect(made).toBeGreaterThan(10)
    expect(took, 'two seconds, and twice as much again for a machine that others use').toBeLessThan(6000)

    expect(pool.stats()).toMatchObject({ queued: 0, running: 0 })
    expect(await pool.verify(await pool.hash('after', 'acme'), 'after', 'acme')).toBe(true)
  })

  it('grows and shrinks with the longest wait', async () => {
    const short = openHashPool({ workers: 1, maxWaitMs: 250 })
    const jobs = Array.from({ length: 30 }, () => short.hash('x'))
    expect(short.stats()).toEqual({ queued: 10, running: 1, workers: 1 })
    const made = (await ends(jobs)).filter((end) => end === 'made').length
    expect(made, 'one running and ten waiting, at 25 ms each before any measure').toBe(11)
    await short.close()
  })
})

describe('fairness', () => {
  it('serves one sign-in of an account among the first few, however many another has waiting', async () => {
    // One thread, so that the order of endings is the order of turns, whatever else the machine does.
    const single = openHashPool({ workers: 1 })
    const order: string[] = []
    const many = Array.from({ length: 60 }, (_, i) => single.hash(`password ${i}`, 'noisy').then(() => order.push('noisy')))
    const one = single.hash('x', 'quiet').then(() => order.push('quiet'))
    await Promise.all([...many, one])
    expect(order).toHaveLength(61)
    expect(order.indexOf('quiet')).toBeLessThanOrEqual(2)
    await single.close()
  })

  it('takes three accounts in turn', async () => {
    const single = openHashPool({ workers: 1 })
    const order: string[] = []
    const jobs = ['a', 'a', 'a', 'a', 'b', 'b', 'c'].map((lane) => single.hash('x', lane).then(() => order.push(lane)))
    await Promise.all(jobs)
    expect(order.join('')).toBe('aabcaba')
    await single.close()
  })

  it('gives a place in a full queue to the account that holds fewer: the longest lane gives up its newest', async () => {
    const ended = ends(flood('noisy', 1000))
    const before = pool.stats()
    const quiet = pool.hash('x', 'quiet')
    expect(pool.stats().queued, 'no longer than before').toBe(before.queued)
    expect(await quiet).toMatch(/^\$argon2id\$/)
    const made = (await ended).filter((end) => end === 'made').length
    expect(made, 'all that were accepted but one').toBe(before.queued + before.running - 1)
  })
})

describe('the rest of Node', () => {
  it('looks up names and reads files at once while a hundred hashes wait', async () => {
    // One that waits as long as it takes, so that a slow machine refuses none of them.
    const patient = openHashPool({ maxWaitMs: 600_000 })
    const ended = ends(Array.from({ length: 100 }, (_, i) => patient.hash(`password ${i}`, 'acme')))
    expect(patient.stats().queued).toBeGreaterThan(50)
    const waits: number[] = []
    for (let i = 0; i < 20; i++) {
      const begin = performance.now()
      await Promise.all([dns.lookup('localhost'), fs.stat('.')])
      waits.push(performance.now() - begin)
    }
    const stillWaiting = patient.stats().queued
    const slowest = Math.max(...waits)
    console.log(`slowest of 20 look-ups beside ${stillWaiting} waiting hashes: ${slowest.toFixed(1)} ms`)
    expect(stillWaiting, 'the flood lasted as long as the look-ups').toBeGreaterThan(0)
    // On the pool that these hashes stay away from it would be seconds.
    expect(slowest).toBeLessThan(1000)
    await ended
    await patient.close()
  })
})
