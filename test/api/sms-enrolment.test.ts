/** Codes by SMS chosen inside the login: to the number on record, or to one that is typed where none is, proven by the code that goes there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, codeInSms as codeIn } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, idOf, offered, proveMailbox } from './steps.ts'

let server: TestServer
let account: Account
const POLICY = { twoFactor: { types: ['sms', 'totp'] } } as const
beforeAll(async () => {
  server = await startServer()
  account = await granted(POLICY)
})
afterAll(() => server.stop())

async function granted(policy: Parameters<TestServer['account']>[0], sms: object = {}): Promise<Account> {
  const made = await server.account(policy)
  await server.sql.query('update account set entitlements = \'{"sms": true}\', sms = $2 where id = $1', [made.id, JSON.stringify(sms)])
  return made
}

let numbers = 10
/** A mobile number that nobody else here has. */
const number = () => `+4917139200${++numbers}`
const enrol = (c: Client, more: object = {}) => c.post('/logins/current/enrolment', { type: 'sms', ...more })
const confirm = (c: Client, code: string) => c.post('/logins/current/enrolment/confirm', { code })
const stored = async (p: Person) =>
  (await server.sql.query("select id, state, proven_at is not null as proven from factor where user_id = $1 and type = 'sms'", [p.id])).rows
const numberOf = async (p: Person) => {
  const { rows } = await server.sql.query<{ secret: string }>("select secret from factor where user_id = $1 and type = 'sms'", [p.id])
  const place = { account: p.account.id, user: p.id, column: 'factor.secret' }
  return rows.map((r) => (JSON.parse(server.world.seal.open(r.secret, place)) as { number: string }).number)
}
/** Past the password and the mailbox, at the choice of a second factor. */
async function choosing(of = account): Promise<{ c: Client; p: Person }> {
  const p = await server.person({ account: of })
  const { c } = await begun(server, p)
  expect((await proveMailbox(server, c, p)).body['ask']).toMatchObject({ kind: 'enrol', types: expect.arrayContaining(['sms']) })
  return { c, p }
}

test('a number is typed, its code binds it, and from then on codes go there', async () => {
  const { c, p } = await choosing()
  const to = number()
  const sent = await enrol(c, { number: to.replace('+49', '0') })
  // The account's language is English: a number of another country needs its prefix.
  expect(sent).toMatchObject({ status: 422, body: { code: 'contact/number-invalid' } })
  const again = await enrol(c, { number: to })
  expect(again).toMatchObject({
    status: 200,
    body: { reference: expect.stringMatching(/^[A-Z]{3}$/), sentTo: expect.not.stringContaining(to) },
  })
  expect(await stored(p)).toEqual([])
  const { text } = await server.smsTo(to)
  expect((await c.get('/logins/current')).body['ask']).toMatchObject({
    kind: 'enrol',
    sent: { channel: 'sms', reference: again.body['reference'] as unknown as string, triesLeft: 5 },
  })

  expect(await confirm(c, codeIn(text) === '000000' ? '000001' : '000000')).toMatchObject({
    status: 422,
    body: { code: 'login/wrong-answer', login: { ask: { kind: 'enrol', sent: { triesLeft: 4 } } } },
  })
  expect(await stored(p)).toEqual([])
  const mails = server.mails.length
  const done = await confirm(c, codeIn(text))
  expect(done).toMatchObject({ status: 200, body: { ask: { kind: 'save-recovery-codes' } } })
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ body: { state: 'granted' } })
  expect(await stored(p)).toMatchObject([{ state: 'bound', proven: true }])
  expect(await numberOf(p)).toEqual([to])
  await server.mailTo(p.email, mails)

  const next = await begun(server, p)
  const factor = idOf(next.login, 'sms')
  expect(offered(next.login).find((f) => f.id === factor)?.hint).not.toContain(to.slice(3, -2))
  const before = server.texts.length
  expect(await next.c.post('/logins/current/challenge', { factor })).toMatchObject({ status: 200 })
  expect(await next.c.answer(factor, codeIn((await server.smsTo(to, before)).text))).toMatchObject({ body: { state: 'granted' } })
})

test('with a number on record no other one is taken, and its code chooses it', async () => {
  const to = number()
  const p = await server.person({ account, mobile: to })
  await server.sql.query("update factor set state = 'stored' where user_id = $1 and type = 'sms'", [p.id])
  const { c } = await begun(server, p)
  await proveMailbox(server, c, p)
  const other = number()
  expect(await enrol(c, { number: other })).toMatchObject({ status: 422, body: { code: 'request/invalid', fields: [{ field: 'number' }] } })
  expect(await enrol(c, { number: to })).toMatchObject({ status: 422, body: { code: 'request/invalid' } })
  expect(await enrol(c)).toMatchObject({ status: 200 })
  expect(await confirm(c, codeIn((await server.smsTo(to)).text))).toMatchObject({ status: 200 })
  expect(await stored(p)).toMatchObject([{ id: p.factors.sms, state: 'bound', proven: true }])
  expect(server.texts.map((t) => t.to)).not.toContain(other)
})

test('without a number on record one is needed, and one that SMS can go to', async () => {
  const { c, p } = await choosing()
  expect(await enrol(c)).toMatchObject({ status: 409, body: { code: 'login/contact-unavailable' } })
  const before = server.texts.length
  for (const [typed, code] of [
    ['12', 'contact/number-invalid'],
    ['anna@mail.example', 'contact/number-invalid'],
    ['+49 900 1234567', 'contact/number-kind'],
    ['+49 30 901820', 'contact/number-kind'],
    ['+1 201 555 0123', 'contact/number-country'],
    ['+7 912 345 67 89', 'contact/number-country'],
  ])
    expect(await enrol(c, { number: typed })).toMatchObject({ status: 422, body: { code } })
  expect(await c.post('/logins/current/enrolment', { type: 'totp', number: number() })).toMatchObject({ body: { code: 'request/invalid' } })
  expect(await confirm(c, '123456')).toMatchObject({ status: 409, body: { code: 'login/no-enrolment' } })
  expect([await stored(p), server.texts.length]).toEqual([[], before])
})

test('the countries of the account decide, at typing and at sending', async () => {
  const of = await granted(POLICY, { countries: ['US'] })
  const { c, p } = await choosing(of)
  expect(await enrol(c, { number: number() })).toMatchObject({ status: 422, body: { code: 'contact/number-country' } })
  expect(await enrol(c, { number: '201 555 0123' })).toMatchObject({ status: 200 })
  expect((await server.smsTo('+12015550123')).text).toContain('Acme')
  await confirm(c, codeIn((await server.smsTo('+12015550123')).text))
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ body: { state: 'granted' } })

  await server.sql.query('update account set sms = \'{"countries": ["DE"]}\' where id = $1', [of.id])
  const next = await begun(server, p)
  const before = server.texts.length
  expect(await next.c.post('/logins/current/challenge', { factor: idOf(next.login, 'sms') })).toMatchObject({
    status: 422,
    body: { code: 'contact/number-country', country: 'US' },
  })
  expect(server.texts.length).toBe(before)
})

test('another number takes the place of the one before: its code is void, and nothing is sent sooner by it', async () => {
  const { c, p } = await choosing()
  const [first, second] = [number(), number()]
  expect(await enrol(c, { number: first })).toMatchObject({ status: 200 })
  const old = codeIn((await server.smsTo(first)).text)
  expect(await enrol(c, { number: second })).toMatchObject({ status: 429, body: { code: 'message/too-soon' } })
  await server.advance(31)
  expect(await enrol(c, { number: second })).toMatchObject({ status: 200 })
  const code = codeIn((await server.smsTo(second)).text)
  if (old !== code) expect(await confirm(c, old)).toMatchObject({ status: 422 })
  expect(await confirm(c, code)).toMatchObject({ status: 200 })
  expect(await numberOf(p)).toEqual([second])
})

test('[ASVS 6.6.3] five wrong tries void the code, and a code of one login binds nothing in another', async () => {
  const { c, p } = await choosing()
  const to = number()
  await enrol(c, { number: to })
  const code = codeIn((await server.smsTo(to)).text)
  const other = await begun(server, p)
  expect(await other.c.post('/logins/current/enrolment/confirm', { code })).toMatchObject({ status: 409 })
  const wrong = code === '000000' ? '000001' : '000000'
  for (let n = 4; n >= 0; n--) {
    await server.advance(10)
    const answer = await confirm(c, wrong)
    expect(answer).toMatchObject({ status: 422, body: { login: { ask: { sent: { triesLeft: n } } } } })
  }
  await server.advance(31)
  expect(await confirm(c, code)).toMatchObject({ status: 422 })
  expect(await stored(p)).toEqual([])
})

test('the password alone types no number (promise 6), and where SMS is not granted nobody does', async () => {
  const p = await server.person({ account })
  const { c } = await begun(server, p)
  const before = server.texts.length
  expect(await enrol(c, { number: number() })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  const without = await server.account(POLICY)
  const q = await server.person({ account: without })
  const login = await begun(server, q)
  expect((await proveMailbox(server, login.c, q)).body['ask']).toMatchObject({ kind: 'enrol', types: ['totp'] })
  expect(await enrol(login.c, { number: number() })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  expect(server.texts.length).toBe(before)
})

test('a number that many users share is theirs, and its cap holds for all of them together', async () => {
  const to = number()
  const people: { c: Client; p: Person }[] = []
  for (let n = 0; n < 7; n++) people.push(await choosing(n % 2 ? account : await granted(POLICY)))
  const answers: number[] = []
  for (const { c } of people) answers.push((await enrol(c, { number: to })).status)
  expect(answers).toEqual([200, 200, 200, 429, 429, 429, 429])
  const capped = await enrol(people[6]?.c as Client, { number: to })
  expect(capped).toMatchObject({ status: 429, body: { code: 'message/cap' } })
  expect(Number(capped.headers.get('retry-after'))).toBeGreaterThan(3000)
  await expect.poll(() => server.texts.filter((t) => t.to === to).length).toBe(3)
  // Two of them have it now: it is nobody's name, and nobody is told of the other.
  for (const { c, p } of people.slice(0, 2)) {
    const { rows } = await server.sql.query<{ sent: Record<string, { reference: string }> }>('select sent from login where user_id = $1', [
      p.id,
    ])
    const reference = Object.values(rows[0]?.sent ?? {}).at(-1)?.reference ?? ''
    const mine = server.texts.filter((t) => t.to === to).find((t) => t.text.includes(reference))
    expect(await confirm(c, codeIn(mine?.text ?? ''))).toMatchObject({ status: 200 })
    expect(await stored(p)).toMatchObject([{ state: 'bound' }])
  }
  await server.advance(3601)
  expect(await enrol((await choosing()).c, { number: to })).toMatchObject({ status: 200 })
})
