/** Promises 3 and 10 where a password was forgotten: a link opens once, one of two recoveries wins, and a new password ends what is open on every process. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passcode } from '../support/client.ts'
import { choose, linkFor, NEW_PASSWORD } from '../support/forgotten.ts'
import type { Account } from '../support/people.ts'
import { counted, Patient, type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let account: Account
beforeAll(async () => {
  house = await startProcesses()
  account = await house.account()
})
afterAll(() => house.stop())

const FIFTY = 50
const turn = (n: number) => house.nodes[n % house.nodes.length]?.url ?? ''
const person = () => house.person({ account, totp: true, codes: true })
const code = async (secret: string): Promise<string> => {
  await house.advance(31) // one passcode a step
  return passcode(secret, await house.now())
}

test('[ASVS 6.4.1] a link is opened once: fifty at once, two processes', async () => {
  const p = await person()
  const token = await linkFor(house, p)
  const clients = Array.from({ length: FIFTY }, (_, n) => new Patient(turn(n)))
  const answers = await Promise.all(clients.map((c) => c.post('/password-resets/begin', { token })))
  expect(counted(answers)).toEqual({ 201: 1, '410 link/invalid': FIFTY - 1 })
  expect(clients.filter((c) => c.cookies.size > 0)).toHaveLength(1)
})

test('[ASVS 6.5.1] a recovery code given to a sign-in and to a recovery at the same moment counts in one of them', async () => {
  const p = await person()
  const [recovering, signing] = [new Patient(turn(0)), new Patient(turn(1))]
  await recovering.post('/password-resets/begin', { token: await linkFor(house, p) })
  await signing.start(p.username, p.password)
  const answers = await Promise.all([recovering, signing].map((c) => c.answer(p.factors.codes ?? '', p.codes[0] ?? '')))
  expect(counted(answers)).toEqual({ 200: 1, '422 login/wrong-answer': 1 })
})

test('of two recoveries that choose a password at the same moment, on two processes, one does', async () => {
  const p = await person()
  const clients = [new Patient(turn(0)), new Patient(turn(1))]
  for (const c of clients) {
    expect((await c.post('/password-resets/begin', { token: await linkFor(house, p) })).status).toBe(201)
    expect((await c.answer(p.factors.totp ?? '', await code(p.totpSecret))).status).toBe(200)
  }
  const answers = await Promise.all(clients.map((c, n) => choose(c, `${NEW_PASSWORD}-${n}`)))
  expect(counted(answers)).toEqual({ 200: 1, '409 login/over': 1 })
  const winner = answers.findIndex((a) => a.status === 200)
  expect((await new Patient(turn(0)).start(p.username, `${NEW_PASSWORD}-${winner}`)).status).toBe(201)
  expect((await new Patient(turn(1)).start(p.username, `${NEW_PASSWORD}-${1 - winner}`)).status).toBe(422)
  expect((await house.sql.query('select 1 from session where user_id = $1', [p.id])).rowCount).toBe(0)
})

test('[ASVS 7.4.3] a recovered password ends every session, login, link and known device, on every process within a second', async () => {
  const p = await person()
  const c = new Patient(turn(0))
  await c.start(p.username, p.password)
  expect((await c.answer(p.factors.totp ?? '', await code(p.totpSecret))).body['state']).toBe('granted')
  const there = new Patient(turn(1), c.cookies)
  for (const one of [c, there]) expect((await one.get('/session')).status).toBe(200)
  const half = new Patient(turn(1))
  await half.start(p.username, p.password)
  const own = new Patient(turn(0))
  await own.post('/password-resets/begin', { token: await linkFor(house, p) })
  const token = await linkFor(house, p)
  await own.answer(p.factors.totp ?? '', await code(p.totpSecret))
  expect((await there.get('/session')).status).toBe(200)
  expect((await choose(own)).body['state']).toBe('recovered')
  const done = performance.now()
  expect((await c.get('/session')).status).toBe(401)
  while ((await there.get('/session')).status !== 401) expect(performance.now() - done).toBeLessThan(1300)
  expect(await half.answer(p.factors.totp ?? '', await code(p.totpSecret))).toMatchObject({ status: 409, body: { code: 'login/over' } })
  expect((await new Patient(turn(1)).post('/password-resets/begin', { token })).status).toBe(410)
  // Wrong passwords from the device that was known now fill the bucket of strangers.
  await c.start(p.username, 'geraten-und-verfehlt')
  const { rows } = await house.sql.query("select scope from tally where user_id = $1 and scope like 'password:%'", [p.id])
  expect(rows.map((r) => r.scope.split(':')[1])).toEqual(['strange'])
})
