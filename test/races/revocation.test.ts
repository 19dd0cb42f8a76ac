/** Promise 10: what ends a session is seen by the next request on the process that did it, and within a second on every other. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { perform } from '#actions/perform.ts'
import { resetTwoFactor } from '#actions/user/reset-two-factor.ts'
import { Client, passcode } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let account: Account
beforeAll(async () => {
  house = await startProcesses()
  account = await house.account()
})
afterAll(() => house.stop())
/** Every test starts with both processes listening to the database. */
beforeEach(async () => {
  await expect.poll(async () => (await listeners()).length, { timeout: 10_000 }).toBe(2)
})

/** A second, and what asking takes on a busy machine. */
const SECOND = 1300
const turn = (n: number) => house.nodes[n]?.url ?? ''
const listeners = async (): Promise<number[]> =>
  (
    await house.sql.query(
      "select pid from pg_stat_activity where application_name = 'sallyport listen' and datname = current_database() and query ilike 'listen%'",
    )
  ).rows.map((r) => r.pid)

/** Signs in on the first process and makes both remember it. */
async function signedIn(person: Person): Promise<Client> {
  const c = new Client(turn(0))
  await c.start(person.username, person.password)
  await house.advance(31) // one passcode a step
  expect((await c.answer(person.factors.totp ?? '', passcode(person.totpSecret, await house.now()))).body['state']).toBe('granted')
  for (const n of [0, 1]) expect((await at(n, c).session()).status).toBe(200)
  await c.session()
  return c
}
const at = (n: number, c: Client) => new Client(turn(n), c.cookies)
const person = (wanted = {}) => house.person({ account, totp: true, codes: true, ...wanted })
const refused = async (n: number, c: Client) => (await at(n, c).get('/session')).status === 401

/** Asks without pause; how long after `since` the first refusal came, in milliseconds. It may never be accepted again. */
async function refusedAfter(n: number, c: Client, since: number): Promise<number> {
  while (!(await refused(n, c))) if (performance.now() - since > 5000) return Number.POSITIVE_INFINITY
  const after = performance.now() - since
  expect(await refused(n, c)).toBe(true)
  return after
}

/** Ends the session of `c` by an act on the first process, while the second has just been asked. */
async function endedBy(c: Client, act: (c: Client) => Promise<unknown>): Promise<number> {
  const before = at(0, c)
  before.csrf = c.csrf
  expect((await at(1, c).get('/session')).status).toBe(200)
  await act(before)
  const done = performance.now()
  const [here, there] = await Promise.all([refused(0, c), refusedAfter(1, c, done)])
  expect(here).toBe(true)
  expect(there).toBeLessThan(SECOND)
  return there
}

const signOut = async (c: Client) => expect((await c.delete('/session')).status).toBe(204)
const everywhere = async (c: Client) => expect((await c.delete('/sessions')).status).toBe(204)

test('[ASVS 7.4.1] sign out', async () => {
  await endedBy(await signedIn(await person()), signOut)
})

test('[ASVS 7.4.1] sign out when the other process was cut from the notifications just before', async () => {
  const c = await signedIn(await person())
  await endedBy(c, async (first) => {
    for (const pid of await listeners()) await house.sql.query('select pg_terminate_backend($1)', [pid])
    await signOut(first)
  })
})

test('[ASVS 7.4.1] sign out when notifications are held up without a sign of it', async () => {
  const c = await signedIn(await person())
  const pids = await listeners()
  try {
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    await endedBy(c, signOut)
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
})

test('nothing is remembered while notifications are not heard', async () => {
  const c = await signedIn(await person())
  // Whoever comes back is thrown out again: the processes do without a listener.
  let stop = false
  const cutting = (async () => {
    while (!stop) {
      const sql =
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sallyport listen' and datname = current_database()"
      await house.sql.query(sql)
      await new Promise((ok) => setTimeout(ok, 20))
    }
  })()
  try {
    await expect.poll(listeners, { timeout: 5000 }).toEqual([])
    await house.sql.query('update session set ended_at = 1 where user_id = (select user_id from session order by created_at desc limit 1)')
    // Ended by nobody who would say so: a process that remembered would go on for a second.
    expect(await refused(1, c)).toBe(true)
    expect(await refused(0, c)).toBe(true)
  } finally {
    stop = true
    await cutting
  }
})

test('[ASVS 7.4.3] sign out everywhere ends every session, running logins and known devices', async () => {
  const p = await person()
  const [c, other] = [await signedIn(p), await signedIn(p)]
  const running = new Client(turn(1))
  await running.start(p.username, p.password)
  await endedBy(other, () => everywhere(c))
  expect(await refused(0, c)).toBe(true)
  expect(await running.get('/logins/current')).toMatchObject({ status: 409, body: { code: 'login/over' } })
  // The mark of a known device is worth nothing now: it falls into the bucket of strangers.
  const device = new Client(turn(0), new Map([['__Host-device', c.cookies.get('__Host-device') ?? '']]))
  await device.start(p.username, 'geraten-und-verfehlt')
  const { rows } = await house.sql.query("select scope from tally where user_id = $1 and scope like 'password:%'", [p.id])
  expect(rows.map((r) => r.scope.split(':')[1])).toEqual(['strange'])
})

test('[ASVS 7.4.3] a new password ends every other session', async () => {
  const p = await person()
  const other = await signedIn(p)
  await house.sql.query(`update users set must_change = '["administrator"]' where id = $1`, [p.id])
  await house.advance(31)
  const c = new Client(turn(0))
  await c.start(p.username, p.password)
  expect((await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await house.now()))).body).toMatchObject({
    ask: { kind: 'new-password' },
  })
  await endedBy(other, async () => expect((await c.post('/logins/current/password', { password: 'webstuhl-im-nebel-1' })).status).toBe(200))
  expect((await c.get('/session')).status).toBe(200)
})

test('[ASVS 7.4.3] a reset of two-factor at the terminal ends every session on every process', async () => {
  const p = await person()
  const c = await signedIn(p)
  const input = { account: account.slug, username: p.username, reason: 'lost the phone' }
  expect(
    await perform(resetTwoFactor, { world: house.world, client: { agent: 'test', address: '' }, terminal: true }, input),
  ).toMatchObject({
    body: { removed: 2 },
  })
  const done = performance.now()
  for (const after of await Promise.all([refusedAfter(0, c, done), refusedAfter(1, c, done)])) expect(after).toBeLessThan(SECOND)
})

test.each([
  ['[ASVS 7.4.2] a disabled user', "update users set state = 'disabled' where id = $1"],
  ['[ASVS 7.4.2] a suspended account', "update account set state = 'suspended' where id = (select account from users where id = $1)"],
])('%s is signed out on every process, even if nobody was told', async (_what, sql) => {
  const p = await person({ account: await house.account() })
  const c = await signedIn(p)
  await house.sql.query(sql, [p.id])
  const done = performance.now()
  for (const after of await Promise.all([refusedAfter(0, c, done), refusedAfter(1, c, done)])) expect(after).toBeLessThan(SECOND)
})

test('[ASVS 7.2.4] a step-up gives a new token, and the old one is refused everywhere', async () => {
  const p = await person()
  const c = await signedIn(p)
  const old = new Client(turn(0), c.cookies)
  await endedBy(old, async () => {
    expect((await c.post('/session/step-up')).status).toBe(201)
    expect((await c.answer(p.factors.password, p.password)).status).toBe(200)
    await house.advance(31)
    expect((await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await house.now()))).body['state']).toBe('granted')
  })
  expect((await c.get('/session')).status).toBe(200)
})
