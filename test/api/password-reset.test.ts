/** A forgotten password: from the opened link over what is asked beside it to the new password, and the sign-in that comes after. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client, passcode } from '../support/client.ts'
import { choose, linkFor, NEW_PASSWORD } from '../support/forgotten.ts'
import type { Account, Person, Wanted } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, checksum, idOf, nextPasscode, now, offered, signedIn } from './steps.ts'

let server: TestServer
const accounts: Record<'off' | 'apps' | 'codes', Account> = {} as never
beforeAll(async () => {
  server = await startServer()
  accounts.off = await server.account({ twoFactor: { mode: 'off' } })
  accounts.apps = await server.account()
  accounts.codes = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
})
afterAll(() => server.stop())

const person = (kind: keyof typeof accounts, wanted: Partial<Wanted> = {}) => server.person({ account: accounts[kind], ...wanted })
const begin = (token: string, c = new Client(server.url)) => c.post('/password-resets/begin', { token })

/** The link was opened: a login that recovers. */
async function opened(p: Person) {
  const c = new Client(server.url)
  const login = await begin(await linkFor(server, p), c)
  expect(login).toMatchObject({ status: 201, body: { purpose: 'recover', state: 'asking', user: { username: p.username } } })
  return { c, login }
}
const audit = async ({ id }: Person): Promise<string[]> =>
  (await server.sql.query('select act from audit where subject = $1 order by seq', [id])).rows.map((r) => r.act)

test('one door: the link is enough, it signs nobody in, and everything that was open ends', async () => {
  const before = await signedIn(server, { account: accounts.off })
  const p = before.p
  const waiting = await server.person({ account: accounts.off, mustChange: 'administrator' })
  const { c, login } = await opened(waiting)
  expect(login.body['ask']).toEqual({
    kind: 'new-password',
    reasons: ['forgotten'],
    rules: { minLength: 15, maxLength: 256, level: 'modern' },
  })
  expect([...c.cookies.keys()]).toEqual(['__Host-login'])
  expect(await choose(c, 'kurz')).toMatchObject({ status: 422, body: { code: 'password/too-short' } })
  expect(await choose(c, waiting.password)).toMatchObject({ status: 422, body: { code: 'password/same' } })
  expect(await choose(c)).toMatchObject({ status: 200, body: { state: 'recovered', purpose: 'recover' } })
  expect([...c.cookies.keys()]).toEqual([])
  expect((await c.get('/session')).status).toBe(401)
  expect(await choose(c)).toMatchObject({ status: 404, body: { code: 'login/none' } })
  expect(await new Client(server.url).start(waiting.username, waiting.password)).toMatchObject({ status: 422 })
  // Nothing demands another password any more.
  expect(await new Client(server.url).start(waiting.username, NEW_PASSWORD)).toMatchObject({ status: 201, body: { state: 'granted' } })
  expect((await server.mailTo(waiting.email)).subject).toContain('password was changed')
  expect(await audit(waiting)).toEqual(
    expect.arrayContaining(['password reset requested', 'password reset begun', 'login password recovered']),
  )

  // The other's sessions are untouched until their own password is found again.
  expect((await before.c.get('/session')).status).toBe(200)
  const other = (await begun(server, p)).c
  const own = await opened(p)
  await own.c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))
  expect((await choose(own.c)).body['state']).toBe('recovered')
  expect((await before.c.get('/session')).status).toBe(401)
  expect((await other.get('/logins/current')).status).toBe(409)
})

test('two doors: the app is asked beside the link, wrong passcodes count as ever, and the second factor stays', async () => {
  const p = await person('apps', { totp: true, codes: true })
  const { c, login } = await opened(p)
  expect(offered(login).map((f) => f.type)).toEqual(['totp', 'recovery-code'])
  expect(await choose(c)).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  for (const path of ['/logins/current/enrolment', '/logins/current/skip', '/logins/current/recovery-codes'])
    expect((await c.post(path, path.endsWith('codes') ? { renew: true } : path.endsWith('ment') ? { type: 'totp' } : {})).status).toBe(409)
  // Neither the mailbox nor the password is a way on, even when it is right.
  expect((await c.post('/logins/current/challenge', { factor: p.factors.email })).status).toBe(409)
  expect((await c.answer(p.factors.password, p.password)).body['code']).toBe('login/wrong-answer')
  for (let n = 0; n < 5; n++) expect((await c.answer(p.factors.totp ?? '', '000000')).status).toBe(422)
  expect(await c.answer(p.factors.totp ?? '', '000000')).toMatchObject({ status: 429, body: { code: 'login/wait' } })
  // The wait is the one of the sign-in: it holds there too.
  const { c: signingIn } = await begun(server, p)
  expect(await signingIn.answer(p.factors.totp ?? '', '000000')).toMatchObject({ status: 429 })
  await server.advance(60)
  // Not even an older phone goes because the newer one was used here: that is for a sign-in.
  await server.sql.query("update factor set replaces = 'an older phone' where id = $1", [p.factors.totp])
  const factors = "select id, type, state, replaces from factor where user_id = $1 and type <> 'password' order by id"
  const held = (await server.sql.query(factors, [p.id])).rows
  expect(await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await now(server)))).toMatchObject({
    body: { state: 'asking', ask: { kind: 'new-password', reasons: ['forgotten'] } },
  })
  expect((await choose(c)).body['state']).toBe('recovered')
  expect((await server.sql.query(factors, [p.id])).rows).toEqual(held)
  const again = new Client(server.url)
  const second = await again.start(p.username, NEW_PASSWORD)
  expect(second).toMatchObject({ status: 201, body: { state: 'asking' } })
  expect(await again.answer(idOf(second, 'totp'), await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
})

test('a recovery code beside the link is used up by it', async () => {
  const p = await person('apps', { totp: true, codes: true })
  const { c } = await opened(p)
  expect((await c.answer(p.factors.codes ?? '', p.codes[0] ?? '')).body['ask']).toMatchObject({ kind: 'new-password' })
  expect((await choose(c)).body['state']).toBe('recovered')
  const again = new Client(server.url)
  await again.start(p.username, NEW_PASSWORD)
  expect((await again.answer(p.factors.codes ?? '', p.codes[0] ?? '')).body['code']).toBe('login/wrong-answer')
  expect((await again.answer(p.factors.codes ?? '', p.codes[1] ?? '')).body['state']).toBe('granted')
})

describe('who has nothing but the mailbox', () => {
  test('is told who helps, and the link stays as it is', async () => {
    const p = await person('codes')
    const token = await linkFor(server, p)
    const before = await checksum(server)
    for (let n = 0; n < 2; n++)
      expect(await begin(token)).toMatchObject({
        status: 409,
        body: { code: 'recovery/needs-help', account: { name: p.account.name, help: { email: 'help@acme.example' } } },
      })
    expect(await checksum(server)).toEqual(before)
    // The account's rules change: the same link goes on.
    await server.sql.query(`update policy set document = document || '{"recovery": {"mailboxAlone": true}}' where account = $1`, [
      p.account.id,
    ])
    const c = new Client(server.url)
    expect(await begin(token, c)).toMatchObject({ status: 201, body: { ask: { kind: 'new-password' } } })
    await server.sql.query("update policy set document = document - 'recovery' where account = $1", [p.account.id])
    // What is true now decides, not what was true when the link was opened.
    expect(await choose(c)).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
    expect((await c.get('/logins/current')).body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy' })
  })

  test('recovers with a saved recovery code, which then opens no second door at the sign-in', async () => {
    const p = await person('codes', { codes: true })
    const { c, login } = await opened(p)
    expect(offered(login).map((f) => f.type)).toEqual(['recovery-code'])
    await c.answer(p.factors.codes ?? '', p.codes[0] ?? '')
    expect((await choose(c)).body['state']).toBe('recovered')
    const again = await new Client(server.url).start(p.username, NEW_PASSWORD)
    expect(offered(again).map((f) => f.type)).toEqual(['email'])
  })

  test('recovers with a code to the proven mobile number', async () => {
    const p = await person('codes', { mobile: '+491713920018' })
    await server.sql.query("update factor set state = 'stored', used_at = 1, proven_at = 1 where id = $1", [p.factors.sms])
    const { c, login } = await opened(p)
    expect(offered(login)).toEqual([{ id: p.factors.sms, type: 'sms', hint: expect.stringContaining('18') }])
    expect(await c.post('/logins/current/challenge', { factor: p.factors.sms })).toMatchObject({ status: 200 })
    expect((await c.get('/logins/current')).body['ask']).toMatchObject({ kind: 'answer', sent: { channel: 'sms', triesLeft: 5 } })
    expect((await c.answer(p.factors.sms ?? '', '000000')).body).toMatchObject({ login: { ask: { sent: { triesLeft: 4 } } } })
  })
})

test('a password that strangers’ failures have ended is found again by its owner', async () => {
  const p = await person('off')
  await new Client(server.url).start(p.username, 'geraten-und-verfehlt')
  await server.sql.query("update tally set failures = 100, recent = 0 where user_id = $1 and scope like 'password:%'", [p.id])
  expect((await new Client(server.url).start(p.username, p.password)).status).toBe(422)
  const { c } = await opened(p)
  expect((await choose(c)).body['state']).toBe('recovered')
  expect(await new Client(server.url).start(p.username, NEW_PASSWORD)).toMatchObject({ status: 201, body: { state: 'granted' } })
})
