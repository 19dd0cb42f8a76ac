/** The contract of the login in ARCHITECTURE.md: how it begins and ends, its cookies, and what it says of itself. The steps between are login-steps.test.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, enrolApp, keys, nextPasscode, offered, proveMailbox, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const OFF = { twoFactor: { mode: 'off' } } as const
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const LOGIN = ['account', 'expiresAt', 'id', 'now', 'purpose', 'state', 'user']
const cookiesOf = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(headers.getSetCookie().map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))

test('POST /logins: 201, the login, and a cookie that only this host and no script can read', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c, login } = await begun(server, p)
  expect(keys(login.body)).toEqual(['ask', ...LOGIN].sort())
  expect(login.body).toMatchObject({
    id: expect.stringMatching(/^lgn_[0-9a-z]{25}$/),
    state: 'asking',
    purpose: 'sign-in',
    expiresAt: expect.stringMatching(ISO),
    account: { name: p.account.name, slug: p.account.slug, help: { email: 'help@acme.example' } },
    user: { username: p.username, name: expect.any(String), language: 'en' },
    ask: { kind: 'answer' },
  })
  expect(Date.parse(String(login.body['expiresAt'])) - Date.parse(String(login.body['now']))).toBe(15 * 60_000)
  expect(
    offered(login)
      .map((f) => f.type)
      .sort(),
  ).toEqual(['recovery-code', 'totp'])
  for (const f of offered(login)) expect(Object.keys(f).sort()).toEqual(['hint', 'id', 'type'])
  const cookies = cookiesOf(login)
  expect(Object.keys(cookies)).toEqual(['__Host-login'])
  expect(cookies['__Host-login']).toMatch(/^[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  expect(login.headers.get('content-type')).toBe('application/json')
  expect((await c.get('/session')).status).toBe(401)
})

test('wrong name or password: 422 without login and cookie, equal for both but for requestId', async () => {
  const account = await server.account()
  const p = await server.person({ account })
  const disabled = await server.person({ account, disabled: true })
  const answers = await Promise.all([
    new Client(server.url).start(p.username, 'not-the-password'),
    new Client(server.url).start('nobody-has-this-name', 'not-the-password'),
    new Client(server.url).start('nobody-has-this-name', p.password),
    new Client(server.url).start(disabled.username, 'not-the-password'),
    new Client(server.url).start('decoy 5', 'not-the-password'),
    new Client(server.url).start('\u212a\ufb01', 'not-the-password'),
  ])
  const seen = answers.map(({ status, body, headers }) => {
    const { requestId, ...rest } = body as unknown as Record<string, unknown>
    expect(requestId).toMatch(/^[\w-]{12}$/)
    return { status, rest, headers: [...headers].filter(([name]) => name !== 'date') }
  })
  expect(seen[0]).toMatchObject({ status: 422, rest: { code: 'login/wrong-answer' } })
  expect(seen[0]?.rest).not.toHaveProperty('login')
  expect(answers[0]?.headers.getSetCookie()).toEqual([])
  for (const other of seen) expect(other).toEqual(seen[0])
})

test('GET /logins/current says the same after each step, and nothing once it is over', async () => {
  const p = await server.person({ account: await server.account() })
  const { c, login } = await begun(server, p)
  const same = async (answer: Answer, change: object = {}) => {
    const again = await c.get('/logins/current')
    expect(again.status).toBe(200)
    expect(again.headers.getSetCookie()).toEqual([])
    expect({ ...again.body, now: '' }).toEqual({ ...answer.body, now: '', ...change })
  }
  await same(login)
  const proven = await proveMailbox(server, c, p)
  expect(proven.body).toMatchObject({ ask: { kind: 'enrol', types: ['totp'] } })
  await same(proven)
  const { answer } = await enrolApp(server, c)
  await same(answer, { ask: { kind: 'save-recovery-codes' } })
  const token = c.cookies.get('__Host-login') ?? ''
  const done = await c.post('/logins/current/recovery-codes', { kept: true })
  expect(keys(done.body)).toEqual(LOGIN)
  expect(await c.get('/logins/current')).toMatchObject({ status: 404, body: { code: 'login/none' } })
  // Kept by somebody who looks into the wire, the old cookie leads nowhere.
  c.cookies.set('__Host-login', token)
  for (const again of [await c.get('/logins/current'), await c.post('/logins/current/skip'), await c.delete('/logins/current')])
    expect(again).toMatchObject({ status: 409, body: { code: 'login/over' } })
})

test('granted: __Host-sid and __Host-device are set, __Host-login is dropped, and GET /session says who', async () => {
  const p = await server.person({ account: await server.account(), totp: true, permissions: ['users.read'] })
  const { c } = await begun(server, p)
  const done = await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))
  expect(done).toMatchObject({ status: 200, body: { state: 'granted' } })
  expect(cookiesOf(done)).toEqual({
    '__Host-login': '; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0',
    '__Host-sid': expect.stringMatching(/^[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
    '__Host-device': expect.stringMatching(/^[\w.:~-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=15552000$/),
  })
  const { body } = await c.get('/session')
  expect(keys(body)).toEqual(['account', 'csrf', 'expiresAt', 'factors', 'permissions', 'strength', 'user'])
  expect(body).toMatchObject({
    user: { id: p.id, username: p.username, email: p.email, language: 'en' },
    account: { id: p.account.id, slug: p.account.slug },
    strength: 'strong',
    permissions: ['users.read'],
    expiresAt: expect.stringMatching(ISO),
  })
  expect(JSON.stringify(body)).not.toContain(c.cookies.get('__Host-sid'))
})

test('no second factor asked: granted at once, by the first call', async () => {
  const p = await server.person({ account: await server.account(OFF) })
  const c = new Client(server.url)
  const answer = await c.start(p.username, p.password)
  expect(answer).toMatchObject({ status: 201, body: { state: 'granted' } })
  expect(Object.keys(cookiesOf(answer)).sort()).toEqual(['__Host-device', '__Host-login', '__Host-sid'])
  expect(c.cookies.has('__Host-login')).toBe(false)
})

test('skip: 409 outside grace, with the login inside; DELETE: 204, and the cookie goes', async () => {
  const p = await server.person({ account: await server.account() })
  const { c } = await begun(server, p)
  const refused = await c.post('/logins/current/skip')
  expect(refused).toMatchObject({ status: 409, body: { code: 'login/not-skippable', login: { state: 'asking' } } })
  const token = c.cookies.get('__Host-login') ?? ''
  const cancelled = await c.delete('/logins/current')
  expect(cancelled.status).toBe(204)
  expect(cookiesOf(cancelled)).toEqual({ '__Host-login': '; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0' })
  c.cookies.set('__Host-login', token)
  expect(await c.get('/logins/current')).toMatchObject({ status: 409, body: { code: 'login/over' } })
})

test('a login ends after fifteen minutes, and with everything else when its user signs out everywhere', async () => {
  const s = await signedIn(server)
  const { c: old } = await begun(server, s.p)
  await server.advance(15 * 60)
  expect(await old.get('/logins/current')).toMatchObject({ status: 409, body: { code: 'login/over' } })
  const { c: open } = await begun(server, s.p)
  expect((await open.get('/logins/current')).status).toBe(200)
  expect((await s.c.delete('/sessions')).status).toBe(204)
  expect(await open.answer(s.p.factors.totp ?? '', await nextPasscode(server, s.p.totpSecret))).toMatchObject({
    status: 409,
    body: { code: 'login/over' },
  })
  expect((await s.c.get('/session')).status).toBe(401)
})

test('a second login in the same browser takes the place of the first', async () => {
  const p = await server.person({ account: await server.account(), totp: true })
  const { c, login } = await begun(server, p)
  const second = await c.start(p.username, p.password)
  expect(second.body['id']).not.toBe(login.body['id'])
  expect((await c.get('/logins/current')).body['id']).toBe(second.body['id'])
})
