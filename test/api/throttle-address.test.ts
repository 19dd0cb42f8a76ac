/** Wrong answers by network address: strangers are held up there, a known device and whoever gets in are not, and nobody learns whose names exist. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, Client } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, nextPasscode, signedIn } from './steps.ts'

let server: TestServer
let other: string
let account: Account
beforeAll(async () => {
  server = await startServer()
  other = await server.another()
  account = await server.account()
})
afterAll(() => server.stop())

const WRONG = 'geraten-und-verfehlt'
let networks = 0
let browsers = 0
const network = () => `203.0.113.${++networks}`
/** A browser of its own in that network, on one of two nodes. */
function at(address: string, cookies?: ReadonlyMap<string, string>): Client {
  const c = new Client(++browsers % 2 ? server.url : other, cookies)
  c.address = address
  return c
}
const person = () => server.person({ account, totp: true, codes: true })
const codes = (answers: readonly Answer[]) => answers.map(({ status, body }) => `${status} ${String(body['code'] ?? '')}`.trim())
/** So many wrong passwords, each for a name of its own. */
async function fail(address: string, count: number, name = (n: number) => `nobody-${address}-${n}`): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let n = 0; n < count; n++) answers.push(await at(address).start(name(n), WRONG))
  return answers
}
const start = async (c: Client, p: Person) => c.start(p.username, p.password)
const meters = async () => (await server.sql.query('select scope, key from meter')).rows as { scope: string; key: string }[]

test('[ASVS 6.3.1] ten wrong passwords in a row hold an address up for ten minutes, over all names, accounts and nodes', async () => {
  const [here, there] = [network(), network()]
  const p = await person()
  expect(new Set(codes(await fail(here, 10)))).toEqual(new Set(['422 login/wrong-answer']))
  const held = await start(at(here), p)
  expect(held).toMatchObject({ status: 429, body: { code: 'login/from-here', retryAfter: expect.any(Number) } })
  expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(590)
  expect(codes(await fail(here, 2))).toEqual(Array(2).fill('429 login/from-here'))
  expect((await start(at(there), p)).status).toBe(201)
  // While it is held up nothing is looked at: the user has no failure by it.
  expect((await server.sql.query('select 1 from tally where user_id = $1', [p.id])).rows).toEqual([])
  await server.advance(601)
  expect((await start(at(here), p)).status).toBe(201)
})

test('known and unknown names are held up alike', async () => {
  const [one, two] = [network(), network()]
  const p = await person()
  const known = await fail(one, 13, (n) => (n % 2 ? p.username : `nobody-${n}`))
  const unknown = await fail(two, 13, (n) => (n % 2 ? 'one-name-nobody-has' : `nobody-${n}`))
  expect(codes(known)).toEqual(codes(unknown))
})

test('one who gets in ends the row; after a hold, each further wrong answer holds again until then', async () => {
  const here = network()
  const p = await person()
  await fail(here, 9)
  expect((await start(at(here), p)).status).toBe(201)
  expect(codes(await fail(here, 10))).toEqual(Array(10).fill('422 login/wrong-answer'))
  await server.advance(601)
  expect(codes(await fail(here, 2))).toEqual(['422 login/wrong-answer', '429 login/from-here'])
  await server.advance(601)
  expect((await start(at(here), p)).status).toBe(201)
  expect(codes(await fail(here, 2))).toEqual(Array(2).fill('422 login/wrong-answer'))
})

test('a device the person has signed in from is not held up, and fills no bucket but its own', async () => {
  const here = network()
  const { c, p } = await signedIn(server)
  const device = () => new Map([['__Host-device', c.cookies.get('__Host-device') ?? '']])
  for (let n = 0; n < 9; n++) expect((await at(here, device()).start(p.username, WRONG)).status).toBe(422)
  expect(codes(await fail(here, 10))).toEqual(Array(10).fill('422 login/wrong-answer'))
  const mine = at(here, device())
  expect((await start(mine, p)).status).toBe(201)
  // The mark is this person's: it opens no way for another name.
  await fail(here, 10)
  expect(await at(here, device()).start((await person()).username, WRONG)).toMatchObject({ body: { code: 'login/from-here' } })
  expect(await mine.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
})

test('wrong second answers and wrong enrolment codes count too, and wait too', async () => {
  const here = network()
  for (const round of [0, 1, 2]) {
    const p = await person()
    const { c } = await begun(server, p)
    c.address = here
    for (let n = 0; n < 4 && round * 4 + n < 10; n++) expect((await c.answer(p.factors.totp ?? '', 'no passcode')).status).toBe(422)
  }
  const p = await person()
  const { c } = await begun(server, p)
  c.address = here
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({
    status: 429,
    body: { code: 'login/from-here' },
  })
  const q = await server.person({ account: await server.account({ twoFactor: { proveContact: false } }) })
  const enrolling = (await begun(server, q)).c
  await enrolling.post('/logins/current/enrolment', { type: 'totp' })
  enrolling.address = here
  expect(await enrolling.post('/logins/current/enrolment/confirm', { code: '123456' })).toMatchObject({ body: { code: 'login/from-here' } })
  c.address = network()
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
})

describe('a hundred names within an hour', () => {
  test('hold the address up for an hour, whoever gets in meanwhile; the operators find it in the audit log', async () => {
    const here = network()
    const p = await person()
    for (let round = 0; round < 11; round++) {
      await fail(here, 9, (n) => `name-${round}-${n}`)
      expect((await start(at(here), p)).status).toBe(201)
    }
    expect(codes(await fail(here, 2, (n) => `last-${n}`))).toEqual(['422 login/wrong-answer', '429 login/from-here'])
    const held = await start(at(here), p)
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(3500)
    await server.advance(3000)
    expect((await start(at(here), p)).status).toBe(429)
    await server.advance(601)
    expect((await start(at(here), p)).status).toBe(201)
    const told = async () =>
      (await server.sql.query<{ body: string }>("select body from audit where account = 'acc_platform' and act = 'address held up'")).rows
    await expect.poll(async () => (await told()).length).toBe(1)
    expect((await told())[0]?.body).not.toContain(here)
  })

  test('are a hundred: the same few, over and over, are not', async () => {
    const here = network()
    const p = await person()
    for (let round = 0; round < 12; round++) {
      await fail(here, 9, (n) => `again-${n}-${round % 2}`)
      expect((await start(at(here), p)).status).toBe(201)
      await server.advance(200)
    }
  })
})

test('half of an IPv6 address is one address, and IPv4 is IPv4 however it is written', async () => {
  const six = (n: number) => `2001:db8:77:1::${n}`
  const p = await person()
  for (let n = 1; n <= 10; n++) await fail(six(n), 1)
  expect(await start(at(six(99)), p)).toMatchObject({ body: { code: 'login/from-here' } })
  const four = network()
  await fail(`::ffff:${four}`, 5)
  await fail(four, 5)
  expect(await start(at(four), p)).toMatchObject({ body: { code: 'login/from-here' } })
})

test('no address and no name is in the meters, and after a day neither is anything else', async () => {
  const rows = await meters()
  expect(rows.length).toBeGreaterThan(20)
  for (const { scope, key } of rows) {
    expect(scope).toMatch(/^[\w-]+:[\w-]{43}$/)
    expect(key).toMatch(/^[\w-]{16,24}$/)
  }
  await server.advance(86_401)
  const { pruneAll } = await import('#actions/platform/prune.ts')
  await pruneAll(server.world.store)
  expect(await meters()).toEqual([])
})
