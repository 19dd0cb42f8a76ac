/** The contract of the login in ARCHITECTURE.md, call by call: status, shape, cookies, and what the login says of itself after each step. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, Client, codeIn, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, enrolApp, idOf, keys, mailedCode, nextPasscode, now, offered, proveMailbox, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const MAILED = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
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

test('challenge: 200 with reference, masked address and resend time; the mail has the one number in a line of its own', async () => {
  const p = await server.person({ account: await server.account(MAILED) })
  const { c, login } = await begun(server, p)
  const [local = ''] = p.email.split('@')
  expect(offered(login)).toEqual([{ id: p.factors.email, type: 'email', hint: `${p.email[0]}•••••••@mail.example` }])
  const sent = await c.post('/logins/current/challenge', { factor: p.factors.email })
  expect(keys(sent.body)).toEqual(['reference', 'resendAt', 'sentTo'])
  expect(sent.body).toMatchObject({ reference: expect.stringMatching(/^[A-Z]{3}$/), resendAt: expect.stringMatching(ISO) })
  const mail = await server.mailTo(p.email)
  expect(mail.text.match(/\d{6}/g)).toEqual([codeIn(mail.text)])
  expect(mail.text).toContain(String(sent.body['reference']))
  expect(mail.subject).not.toMatch(/\d{6}/)
  const login2 = await c.get('/logins/current')
  expect(login2.body['ask']).toMatchObject({ sent: { factor: p.factors.email, reference: sent.body['reference'], triesLeft: 5 } })
  for (const said of [login, sent, login2]) {
    const words = JSON.stringify(said.body['ask'] ?? said.body)
    expect(words).not.toContain(local)
    expect(words).not.toContain(codeIn(mail.text))
  }
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({
    status: 429,
    body: { code: 'login/wait' },
  })
  await server.advance(31)
  // A new code voids the one before.
  const second = await mailedCode(server, c, p)
  expect(await c.answer(p.factors.email, codeIn(mail.text))).toMatchObject({ status: 422 })
  expect(await c.answer(p.factors.email, ` ${second.slice(0, 3)} ${second.slice(3)} `)).toMatchObject({
    status: 200,
    body: { state: 'granted' },
  })
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({ status: 404 })
})

test('challenge for what was not offered: 409', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  for (const factor of [p.factors.email, p.factors.password, p.factors.totp, p.factors.codes])
    expect(await c.post('/logins/current/challenge', { factor })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
})

test('a wrong answer carries the login; a code is void after five of them, and after ten minutes', async () => {
  const p = await server.person({ account: await server.account(MAILED) })
  const { c } = await begun(server, p)
  const code = await mailedCode(server, c, p)
  const other = code === '000000' ? '000001' : '000000'
  for (let left = 4; left >= 0; left--) {
    const wrong = await c.answer(p.factors.email, other)
    expect(wrong).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', login: { state: 'asking', ask: { kind: 'answer' } } } })
    expect(wrong.body['login']?.['ask']).toMatchObject({ sent: { triesLeft: left } })
  }
  await server.advance(31)
  expect(await c.answer(p.factors.email, code)).toMatchObject({ status: 422 })
  await server.advance(61)
  const late = await mailedCode(server, c, p)
  await server.advance(600)
  expect(await c.answer(p.factors.email, late)).toMatchObject({ status: 422 })
})

test('enrolment: secret, address and picture once; confirm before it: 409; a wrong code carries the login; kept codes work', async () => {
  const p = await server.person({ account: await server.account() })
  const { c } = await begun(server, p)
  expect(await c.post('/logins/current/enrolment', { type: 'totp' })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  await proveMailbox(server, c, p)
  expect(await c.post('/logins/current/enrolment/confirm', { code: '123456' })).toMatchObject({
    status: 409,
    body: { code: 'login/no-enrolment' },
  })
  for (const type of ['email', 'password', 'recovery-code', 'mock', 'sms', 'passkey'])
    expect(await c.post('/logins/current/enrolment', { type })).toMatchObject({ status: 409 })
  const shown = await c.post('/logins/current/enrolment', { type: 'totp' })
  expect(keys(shown.body)).toEqual(['qr', 'secret', 'uri'])
  const secret = String(shown.body['secret'])
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(String(shown.body['uri']))
  expect([uri.protocol, uri.host, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
    'otpauth:',
    'totp',
    secret,
    p.account.name,
  ])
  expect(shown.body['qr']).toMatch(/^<svg/)
  const wrong = await c.post('/logins/current/enrolment/confirm', { code: '12345x' })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', login: { ask: { kind: 'enrol' } } } })
  for (const said of [wrong, await c.get('/logins/current')]) expect(JSON.stringify(said.body)).not.toContain(secret)
  const done = await c.post('/logins/current/enrolment/confirm', { code: passcode(secret, await now(server)) })
  const codes = done.body['ask']?.['codes'] as unknown as string[]
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(JSON.stringify((await c.get('/logins/current')).body)).not.toContain(codes[0])
  // The page was loaded again: ten others, in the one answer that made them, and the first ten are worth nothing.
  const renewed = await c.post('/logins/current/recovery-codes', { renew: true })
  expect(renewed).toMatchObject({ status: 200, body: { state: 'asking', ask: { kind: 'save-recovery-codes' } } })
  const kept = renewed.body['ask']?.['codes'] as unknown as string[]
  expect(kept.some((code) => codes.includes(code))).toBe(false)
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ status: 200, body: { state: 'granted' } })
  const { c: again, login } = await begun(server, p)
  const sheet = idOf(login, 'recovery-code')
  expect(await again.answer(sheet, codes[0] ?? '')).toMatchObject({ status: 422 })
  expect(await again.answer(sheet, kept[0] ?? '')).toMatchObject({ status: 200, body: { state: 'granted' } })
})

test('recovery codes and passwords where none are asked: 409', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  for (const body of [{ kept: true }, { renew: true }])
    expect(await c.post('/logins/current/recovery-codes', body)).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  expect(await c.post('/logins/current/password', { password: 'neun-nasse-nelken-9' })).toMatchObject({
    status: 409,
    body: { code: 'login/not-asked' },
  })
  expect(await c.answer(p.factors.codes ?? '', p.codes[0] ?? '')).toMatchObject({ body: { state: 'granted' } })
})

test('a new password: reasons and rules; refused ones leave the login as it was', async () => {
  const p = await server.person({ account: await server.account(OFF), mustChange: 'administrator' })
  const { c, login } = await begun(server, p)
  expect(login.body['ask']).toEqual({
    kind: 'new-password',
    reasons: ['administrator'],
    rules: { minLength: 15, maxLength: 256, level: 'modern' },
  })
  const refused = await c.post('/logins/current/password', { password: 'x'.repeat(257) })
  expect(refused).toMatchObject({ status: 422, body: { code: 'password/too-long', rules: { minLength: 15, level: 'modern' } } })
  expect((await c.get('/logins/current')).body['ask']).toEqual(login.body['ask'])
  expect(await c.post('/logins/current/password', { password: 'neun-nasse-nelken-9' })).toMatchObject({
    status: 200,
    body: { state: 'granted' },
  })
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
