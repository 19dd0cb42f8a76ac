/** The main job over HTTP, against a real PostgreSQL: each way in, each step, and what the next login asks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, codeIn, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const now = async () => Number((await server.sql.query('select now_ms() as now')).rows[0].now)

test('password and passcode open a session, and signing out ends it', async () => {
  const account = await server.account()
  const p = await server.person({ account, totp: true, codes: true })
  const c = new Client(server.url)
  const started = await c.start(p.username, p.password)
  expect(started.status).toBe(201)
  expect(started.body).toMatchObject({ state: 'asking', ask: { kind: 'answer' }, account: { name: account.name } })
  expect(c.cookies.has('__Host-login')).toBe(true)
  const done = await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await now()))
  expect(done).toMatchObject({ status: 200, body: { state: 'granted' } })
  expect([...c.cookies.keys()].sort()).toEqual(['__Host-device', '__Host-sid'])
  const session = await c.session()
  expect(session.body).toMatchObject({ user: { username: p.username }, strength: 'strong' })
  expect((session.body['factors'] as unknown as { type: string }[]).map((f) => f.type)).toEqual(['password', 'totp'])
  expect((await c.delete('/session')).status).toBe(204)
  expect((await c.get('/session')).status).toBe(401)
})

test('a code by e-mail opens a session where the policy asks for it', async () => {
  const account = await server.account({ twoFactor: { mode: 'selected', types: ['email', 'totp'], atLeast: 'two-step' } })
  const p = await server.person({ account, way: 'email', selected: true })
  const c = new Client(server.url)
  const started = await c.start(p.username, p.password)
  expect(started.body).toMatchObject({ ask: { kind: 'answer', factors: [{ id: p.factors.email, type: 'email' }] } })
  const sent = await c.post('/logins/current/challenge', { factor: p.factors.email })
  expect(sent.status).toBe(200)
  expect(sent.body['reference']).toMatch(/^[A-Z]{3}$/)
  const mail = await server.mailTo(p.email)
  expect(mail.text).toContain(String(sent.body['reference']))
  expect(await c.answer(p.factors.email, codeIn(mail.text))).toMatchObject({ status: 200, body: { state: 'granted' } })
})

test('[MU-7] [MU-10] enrolment inside the login: mailbox, app, recovery codes; the next login asks only the passcode', async () => {
  const account = await server.account()
  const p = await server.person({ account })
  const c = new Client(server.url)
  expect((await c.start(p.username, p.password)).body).toMatchObject({
    ask: { kind: 'prove-contact', contacts: [{ id: p.factors.email }] },
  })
  expect((await c.post('/logins/current/enrolment', { type: 'totp' })).status).toBe(409)
  expect((await c.post('/logins/current/challenge', { factor: p.factors.email })).status).toBe(200)
  const proven = await c.answer(p.factors.email, codeIn((await server.mailTo(p.email)).text))
  expect(proven.body).toMatchObject({ state: 'asking', ask: { kind: 'enrol', types: ['totp'] } })
  const begun = await c.post('/logins/current/enrolment', { type: 'totp' })
  expect(begun.body['qr']).toContain('<svg')
  const confirmed = await c.post('/logins/current/enrolment/confirm', { code: passcode(String(begun.body['secret']), await now()) })
  expect(confirmed.body).toMatchObject({ ask: { kind: 'save-recovery-codes' } })
  expect(confirmed.body['ask']?.['codes']).toHaveLength(10)
  expect((await c.get('/logins/current')).body['ask']).toEqual({ kind: 'save-recovery-codes' })
  expect((await c.post('/logins/current/recovery-codes', { kept: true })).body).toMatchObject({ state: 'granted' })

  await server.advance(60)
  const again = new Client(server.url)
  const next = await again.start(p.username, p.password)
  expect(next.body).toMatchObject({ ask: { kind: 'answer' } })
  const offered = next.body['ask']?.['factors'] as unknown as { id: string; type: string }[]
  expect(offered.map((f) => f.type)).toEqual(['totp', 'recovery-code'])
  const totp = offered.find((f) => f.type === 'totp')?.id ?? ''
  expect((await again.answer(totp, passcode(String(begun.body['secret']), await now()))).body).toMatchObject({ state: 'granted' })
})

test('a recovery code opens a session once', async () => {
  const account = await server.account()
  const p = await server.person({ account, totp: true, codes: true })
  const use = async () => {
    const c = new Client(server.url)
    await c.start(p.username, p.password)
    return c.answer(p.factors.codes ?? '', (p.codes[0] ?? '').toLowerCase())
  }
  expect(await use()).toMatchObject({ status: 200, body: { state: 'granted' } })
  expect(await use()).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
})

test('a new password is demanded after the second factor, and every other session ends', async () => {
  const account = await server.account()
  const p = await server.person({ account, totp: true, codes: true, mustChange: 'administrator' })
  const c = new Client(server.url)
  await c.start(p.username, p.password)
  const asked = await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await now()))
  expect(asked.body).toMatchObject({ ask: { kind: 'new-password', reasons: ['administrator'] } })
  for (const [password, code] of [
    ['short', 'password/too-short'],
    [p.password, 'password/same'],
    ['password1234', 'password/common'],
  ])
    expect((await c.post('/logins/current/password', { password })).body['code']).toBe(code)
  expect((await c.post('/logins/current/password', { password: 'ein-ganz-neuer-satz-7' })).body).toMatchObject({ state: 'granted' })
  expect((await c.get('/session')).status).toBe(200)
  expect((await new Client(server.url).start(p.username, p.password)).status).toBe(422)
})

test('no second factor asked: the password alone opens a session of that strength', async () => {
  const account = await server.account({ twoFactor: { mode: 'off' } })
  const p = await server.person({ account })
  const c = new Client(server.url)
  expect((await c.start(p.username, p.password)).body).toMatchObject({ state: 'granted' })
  expect((await c.get('/session')).body).toMatchObject({ strength: 'password' })
})

test('a disabled user with all that is asked is told so, and gets no session', async () => {
  const account = await server.account({ twoFactor: { mode: 'off' } })
  const p = await server.person({ account, disabled: true })
  const c = new Client(server.url)
  expect((await c.start(p.username, p.password)).body).toMatchObject({ state: 'refused', reason: 'user-closed' })
  expect((await c.get('/session')).status).toBe(401)
})
