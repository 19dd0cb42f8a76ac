/** One-time links: an invitation, and the set-up link of a platform that has no operator yet. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { enrolApp, idOf, nextPasscode, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const PASSWORD = 'neun-nasse-nelken-9'
const GONE = { status: 410, body: { code: 'link/invalid' } }
const CLOSED = { status: 410, body: { code: 'set-up/closed' } }
const strong = { username: 'nora', name: 'Nora Neu', email: 'nora@mail.example' }
let made = 0

/** Somebody who was invited, and the token of their mail. */
async function invited(policy: Parameters<TestServer['account']>[0] = {}) {
  const admin = await signedIn(server, { account: await server.account(policy), permissions: ['users.edit'] })
  const name = `nora-${++made}`
  const who = { username: name, name: 'Nora Quillenbrand', email: `${name}@mail.example`, language: 'it' }
  expect(await admin.c.post('/users', who)).toMatchObject({ status: 201, body: { username: name, id: expect.stringMatching(/^usr_/) } })
  const mail = await server.mailTo(who.email)
  const token = new RegExp(`^${server.url}/invitation#([\\w-]{43})$`, 'm').exec(mail.text)?.[1] ?? ''
  expect(token).not.toBe('')
  return { who, token, mail, admin, c: new Client(server.url) }
}

test('an invitation: looking uses nothing up; a password begins the login, and enrolment goes on in it', async () => {
  const { who, token, admin, c } = await invited()
  for (let n = 0; n < 2; n++) {
    const look = await c.post('/invitations/look', { token })
    expect(look.body).toEqual({
      username: who.username,
      name: who.name,
      language: 'it',
      account: { name: admin.p.account.name, slug: admin.p.account.slug },
      rules: { minLength: 12, maxLength: 256, level: 'modern' },
    })
  }
  // Nobody signs in as somebody who has no password yet: it looks like a name that nobody has.
  expect(await new Client(server.url).start(who.username, PASSWORD)).toMatchObject({ status: 422 })
  const accepted = await c.post('/invitations/accept', { token, password: PASSWORD })
  expect(accepted).toMatchObject({ status: 201, body: { state: 'asking', purpose: 'sign-in', ask: { kind: 'enrol', types: ['totp'] } } })
  expect([...c.cookies.keys()]).toEqual(['__Host-login'])
  const { secret } = await enrolApp(server, c)
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ body: { state: 'granted' } })
  expect((await c.get('/session')).body).toMatchObject({ user: { username: who.username, language: 'it' }, strength: 'strong' })
  const again = new Client(server.url)
  const login = await again.start(who.username, PASSWORD)
  expect(await again.answer(idOf(login, 'totp'), await nextPasscode(server, secret))).toMatchObject({ body: { state: 'granted' } })
})

test('a weak password is refused by its rule, and does not use the invitation up', async () => {
  const { token, c } = await invited()
  for (const [password, code] of [
    ['short', 'password/too-short'],
    ['x'.repeat(257), 'password/too-long'],
    ['password1234', 'password/common'],
    ['Quillenbrand-2027', 'password/contains-context'],
  ] as const)
    expect([password, (await c.post('/invitations/accept', { token, password })).body['code']]).toEqual([password, code])
  expect(c.cookies.size).toBe(0)
  expect((await c.post('/invitations/accept', { token, password: PASSWORD })).status).toBe(201)
})

test('an invitation is used once, and counts for 72 hours', async () => {
  const { token, c } = await invited()
  expect((await c.post('/invitations/accept', { token, password: PASSWORD })).status).toBe(201)
  for (const path of ['/invitations/look', '/invitations/accept'])
    expect(await new Client(server.url).post(path, { token, ...(path.endsWith('accept') ? { password: PASSWORD } : {}) })).toMatchObject(
      GONE,
    )

  const late = await invited()
  await server.advance(71 * 3600)
  expect((await late.c.post('/invitations/look', { token: late.token })).status).toBe(200)
  await server.advance(2 * 3600)
  expect(await late.c.post('/invitations/look', { token: late.token })).toMatchObject(GONE)
  expect(await late.c.post('/invitations/accept', { token: late.token, password: PASSWORD })).toMatchObject(GONE)
})

test('tokens that nobody was given, or of another kind', async () => {
  const c = new Client(server.url)
  const setUp = (await makeSetUpLink(server.world))?.link.split('#')[1] ?? ''
  const { token } = await invited()
  for (const other of ['A'.repeat(43), setUp]) expect(await c.post('/invitations/look', { token: other })).toMatchObject(GONE)
  for (const other of ['A'.repeat(43), token]) expect(await c.post('/set-up/look', { token: other })).toMatchObject(CLOSED)
  expect((await c.post('/set-up/look', { token: setUp })).status).toBe(200)
  // The token is kept as its digest only.
  const kept = await server.sql.query<{ all: string }>("select string_agg(l::text, '') as all from (select * from link) l")
  expect(kept.rows[0]?.all).not.toContain(token)
})

test('a username that is taken, anywhere and in any spelling: 409', async () => {
  const admin = await signedIn(server, { permissions: ['users.edit'] })
  const other = await server.person({ account: await server.account() })
  for (const username of [other.username, other.username.toUpperCase(), other.username.replace('p', '\uff50')])
    expect(await admin.c.post('/users', { username, name: 'Nora Neu', email: 'nora@mail.example' })).toMatchObject({
      status: 409,
      body: { code: 'username/taken' },
    })
  expect(await admin.c.post('/users', { ...strong, username: `nora-${++made}`, role: 'Administrator' })).toMatchObject({ status: 404 })
})

test('the set-up link: half an hour, one at a time, until an operator can sign in; then it is closed for good', async () => {
  const own = await startServer()
  const link = async () => (await makeSetUpLink(own.world))?.link.replace(`${own.url}/set-up#`, '')
  const [old, token] = [await link(), await link()]
  const c = new Client(own.url)
  expect(await c.post('/set-up/look', { token: old })).toMatchObject(CLOSED)
  expect(await c.post('/set-up/look', { token })).toMatchObject({ status: 200, body: { rules: { minLength: 12, maxLength: 256 } } })
  const claim = (more: object = {}) => c.post('/set-up', { token, ...strong, language: 'de', password: PASSWORD, ...more })
  expect(await claim({ token: old })).toMatchObject(CLOSED)
  expect(await claim({ password: 'password1234' })).toMatchObject({ status: 422, body: { code: 'password/common' } })
  // Begun and left: it can be begun again, with another name too, and only the last one is there.
  expect(await claim({ username: 'first' })).toMatchObject({ status: 201 })
  const claimed = await claim()
  expect(claimed).toMatchObject({ status: 201, body: { ask: { kind: 'enrol', types: ['totp'] }, user: { username: 'nora' } } })
  expect(await c.post('/logins/current/skip')).toMatchObject({ status: 409 })
  const { secret } = await enrolApp(own, c)
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ body: { state: 'granted' } })
  expect((await c.session()).body).toMatchObject({
    account: { slug: 'platform' },
    permissions: expect.arrayContaining(['operator.accounts']),
  })
  expect(await new Client(own.url).start('first', PASSWORD)).toMatchObject({ status: 422 })

  expect(await claim({ username: 'late' })).toMatchObject(CLOSED)
  expect(await c.post('/set-up/look', { token })).toMatchObject(CLOSED)
  expect(await makeSetUpLink(own.world)).toBeUndefined()
  const again = new Client(own.url)
  const login = await again.start('nora', PASSWORD)
  expect(await again.answer(idOf(login, 'totp'), await nextPasscode(own, secret))).toMatchObject({ body: { state: 'granted' } })
  await own.stop()
})

test('a set-up link that nobody opened within half an hour', async () => {
  const own = await startServer()
  const token = (await makeSetUpLink(own.world))?.link.split('#')[1]
  await own.advance(30 * 60)
  expect(await new Client(own.url).post('/set-up/look', { token })).toMatchObject(CLOSED)
  await own.stop()
})
