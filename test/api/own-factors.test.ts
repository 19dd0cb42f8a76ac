/** Inside a session: proving again, and adding, confirming and removing own factors. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, idOf, mailedCode, nextPasscode, now, offered, signedIn, stepUp, stepUpByMailbox } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

type Own = { id: string; type: string; label: string; boundAt: string; lastUsedAt?: string; left?: number }
const own = async (c: Client): Promise<Own[]> =>
  ((await c.get('/me/factors')).body['factors'] as unknown as Own[]).sort((a, b) => a.type.localeCompare(b.type))
const subjects = (address: string) => server.mails.filter((m) => m.to === address).map((m) => m.subject)

test('step-up: password, then the second factor; the session has a new token, the old one is worth nothing', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  const [old, csrf] = [c.cookies.get('__Host-sid') ?? '', c.csrf]
  const before = (await c.get('/session')).body
  const begun = await c.post('/session/step-up')
  expect(begun).toMatchObject({
    status: 201,
    body: { purpose: 'step-up', ask: { kind: 'answer', factors: [{ id: p.factors.password, type: 'password' }] } },
  })
  expect(begun.headers.getSetCookie().join()).toMatch(/^__Host-login=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  // The second factor alone is not what was asked, and a wrong password is counted like any other.
  expect(await c.answer(p.factors.password, 'not-the-password')).toMatchObject({
    status: 422,
    body: { code: 'login/wrong-answer', login: { purpose: 'step-up' } },
  })
  const half = await c.answer(p.factors.password, p.password)
  expect(
    offered(half)
      .map((f) => f.type)
      .sort(),
  ).toEqual(['recovery-code', 'totp'])
  const done = await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))
  expect(done).toMatchObject({ status: 200, body: { state: 'granted', purpose: 'step-up' } })
  expect(c.cookies.has('__Host-login')).toBe(false)
  expect(c.cookies.get('__Host-sid')).not.toBe(old)
  const after = (await c.session()).body
  expect(after).toMatchObject({ user: before['user'] as object, account: before['account'] as object, strength: 'strong' })
  expect(c.csrf).toBe(csrf)
  const times = (body: typeof after) => (body['factors'] as unknown as { at: string }[]).map((f) => f.at)
  expect(Math.min(...times(after).map(Date.parse))).toBeGreaterThan(Math.max(...times(before).map(Date.parse)))
  expect((await new Client(server.url, new Map([['__Host-sid', old]])).get('/session')).status).toBe(401)
})

test('a step-up is no second session, and half of one gives nothing', async () => {
  const s = await signedIn(server)
  await server.advance(301)
  await s.c.post('/session/step-up')
  expect(await s.c.answer(s.p.factors.password, s.p.password)).toMatchObject({ body: { state: 'asking' } })
  expect(await s.c.post('/me/factors', { type: 'totp' })).toMatchObject({ status: 403, body: { code: 'session/step-up' } })
  const sessions = () => server.sql.query('select 1 from session where user_id = $1', [s.p.id])
  await stepUp(server, s)
  expect((await sessions()).rowCount).toBe(1)
  // Signed out in between, there is nothing to step up.
  await s.c.post('/session/step-up')
  const login = s.c.cookies.get('__Host-login') ?? ''
  await s.c.session()
  expect((await s.c.delete('/session')).status).toBe(204)
  s.c.cookies.set('__Host-login', login)
  await s.c.answer(s.p.factors.password, s.p.password)
  await s.c.answer(s.p.factors.totp ?? '', await nextPasscode(server, s.p.totpSecret))
  expect((await s.c.get('/session')).status).toBe(401)
  expect((await sessions()).rowCount).toBe(1)
})

test('[MU-14] a further app: shown once, bound by its first passcode, told by mail; the old one then goes, the last one stays', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  const first = await own(c)
  expect(first.map((f) => [f.type, f.left])).toEqual([
    ['password', undefined],
    ['recovery-code', 10],
    ['totp', undefined],
  ])
  expect(first.find((f) => f.type === 'totp')).toMatchObject({
    id: p.factors.totp,
    boundAt: expect.stringMatching(/Z$/),
    lastUsedAt: expect.stringMatching(/Z$/),
  })
  expect(await c.post('/me/factors/confirm', { code: '123456' })).toMatchObject({ status: 409, body: { code: 'login/no-enrolment' } })
  const shown = await c.post('/me/factors', { type: 'totp', label: 'tablet' })
  expect(Object.keys(shown.body as object).sort()).toEqual(['qr', 'secret', 'uri'])
  const secret = String(shown.body['secret'])
  expect(await own(c)).toHaveLength(3)
  expect(await c.post('/me/factors/confirm', { code: '12345x' })).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  // A passcode of the old app proves nothing of the new one.
  expect(await c.post('/me/factors/confirm', { code: await nextPasscode(server, p.totpSecret) })).toMatchObject({ status: 422 })
  const code = passcode(secret, await now(server))
  const bound = await c.post('/me/factors/confirm', { code })
  expect(bound).toMatchObject({ status: 200, body: { type: 'totp', id: expect.stringMatching(/^fac_/) } })
  expect(JSON.stringify([bound.body, await own(c), (await c.get('/session')).body])).not.toContain(secret)
  expect((await own(c)).map((f) => [f.type, f.label])).toContainEqual(['totp', 'tablet'])
  await server.mailTo(p.email)
  // The passcode that bound it is used up; the next one signs in.
  const id = String(bound.body['id'])
  const next = await begun(server, p)
  expect(await next.c.answer(id, code)).toMatchObject({ status: 422 })
  expect(await next.c.answer(id, await nextPasscode(server, secret))).toMatchObject({ body: { state: 'granted' } })

  const told = subjects(p.email).length
  expect((await c.delete(`/me/factors/${p.factors.totp}`)).status).toBe(204)
  await expect.poll(() => subjects(p.email).length).toBe(told + 1)
  // The session rested on the factor that is gone; the other one does not.
  expect(await c.delete(`/me/factors/${id}`)).toMatchObject({ status: 403, body: { code: 'session/step-up' } })
  await next.c.session()
  expect(await next.c.delete(`/me/factors/${p.factors.totp}`)).toMatchObject({ status: 404, body: { code: 'record/unknown' } })
  expect(await next.c.delete(`/me/factors/${id}`)).toMatchObject({ status: 409, body: { code: 'factor/last' } })
  expect(await next.c.delete(`/me/factors/${p.factors.password}`)).toMatchObject({ status: 404 })
  expect((await next.c.delete(`/me/factors/${p.factors.codes}`)).status).toBe(204)
  expect((await own(next.c)).map((f) => f.type)).toEqual(['password', 'totp'])
  expect(idOf((await begun(server, p)).login, 'totp')).toBe(id)
})

test('what a session proved with a factor goes with the factor', async () => {
  const s = await signedIn(server, { account: await server.account({ twoFactor: { mode: 'off' } }) })
  expect((await s.c.delete(`/me/factors/${s.p.factors.codes}`)).status).toBe(204)
  expect((await s.c.delete(`/me/factors/${s.p.factors.totp}`)).status).toBe(204)
  expect((await s.c.get('/session')).body).toMatchObject({ strength: 'password' })
})

test('types that nobody may add here: 409; the mailbox that the policy asks stays', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true })
  const { c } = await begun(server, p)
  await c.answer(p.factors.email, await mailedCode(server, c, p))
  await c.session()
  for (const type of ['email', 'password', 'recovery-code', 'mock', 'passkey', 'sms', 'unheard-of'])
    expect(await c.post('/me/factors', { type })).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })
  const [local = ''] = p.email.split('@')
  expect(JSON.stringify(await own(c))).not.toContain(local)
  expect((await own(c)).map((f) => f.type)).toEqual(['email', 'password'])
})

test('sign out: this session only; everywhere: every session, and known devices', async () => {
  const one = await signedIn(server)
  const two = await begun(server, one.p)
  await two.c.answer(one.p.factors.totp ?? '', await nextPasscode(server, one.p.totpSecret))
  await two.c.session()
  const out = await one.c.delete('/session')
  expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"')
  expect(out.headers.getSetCookie().join()).toMatch(/^__Host-sid=; .*Max-Age=0$/)
  expect([(await one.c.get('/session')).status, (await two.c.get('/session')).status]).toEqual([401, 200])
  expect((await two.c.delete('/sessions')).status).toBe(204)
  expect((await two.c.get('/session')).status).toBe(401)
})

test('[NIST 800-63B-4 4.1.2] a session opened by the mailbox changes nothing about the app until the app, or a saved code, was shown', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email', 'totp'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true, totp: true })
  const { c } = await begun(server, p)
  expect(await c.answer(p.factors.email, await mailedCode(server, c, p))).toMatchObject({ body: { state: 'granted' } })
  await c.session()
  const more = { status: 403, body: { code: 'session/step-up' } }
  expect(await c.post('/me/factors', { type: 'totp', replaces: p.factors.totp })).toMatchObject(more)
  expect(await c.post('/me/recovery-codes')).toMatchObject(more)
  expect(await c.delete(`/me/factors/${p.factors.totp}`)).toMatchObject(more)
  await c.post('/session/step-up')
  expect(offered(await c.answer(p.factors.password, p.password)).map((f) => f.type)).toEqual(['totp'])
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
  await c.session()
  expect((await c.post('/me/factors', { type: 'totp' })).status).toBe(200)
  // A hundred wrong passcodes buy no enrolment: what they disabled still counts as held.
  await server.sql.query('update factor set disabled_at = 1 where id = $1', [p.factors.totp])
  await server.advance(2)
  const again = await begun(server, p)
  expect(await again.c.answer(p.factors.email, await mailedCode(server, again.c, p))).toMatchObject({ body: { state: 'granted' } })
  await again.c.session()
  expect(await again.c.post('/me/factors', { type: 'totp' })).toMatchObject(more)
  await again.c.post('/session/step-up')
  expect(await again.c.answer(p.factors.password, p.password)).toMatchObject({ body: { state: 'refused', reason: 'cannot-satisfy' } })
  expect((await again.c.get('/session')).status).toBe(200)
})

test('[promise 6] the password alone binds nothing inside a session either: the mailbox on record is shown first', async () => {
  const p = await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }) })
  const { c, login } = await begun(server, p)
  expect(login.body).toMatchObject({ state: 'granted' })
  await c.session()
  const add = () => c.post('/me/factors', { type: 'totp' })
  expect(await add()).toMatchObject({ status: 403, body: { code: 'session/step-up' } })
  await c.post('/session/step-up')
  expect(await c.answer(p.factors.password, p.password)).toMatchObject({ body: { state: 'asking' } })
  expect(await add(), 'the password once more is not enough').toMatchObject({ status: 403 })
  await stepUpByMailbox(server, c, p)
  expect(await add()).toMatchObject({ status: 200, body: { secret: expect.any(String) } })
})
