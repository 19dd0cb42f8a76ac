/** One's own password, recovery codes, sessions and language; and who is told of a change. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, nextPasscode, now, type SignedIn, signedIn, stepUpByMailbox } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const NEW = 'neun-nasse-nelken-9'
const put = (c: Client, path: string, body: unknown) => c.call('PUT', path, body)
type Session = { id: string; current: boolean; agent: string; address: string; factors: string[]; openedAt: string; expiresAt: string }
const sessions = async (c: Client): Promise<Session[]> => (await c.get('/me/sessions')).body['sessions'] as unknown as Session[]
const subjects = (p: Person) => server.mails.filter((m) => m.to === p.email).map((m) => m.subject)

/** The same person in another browser. */
async function elsewhere({ p }: SignedIn): Promise<Client> {
  const { c } = await begun(server, p)
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
  await c.session()
  return c
}

test('[ASVS 6.2.2] the own password: every other session, login and known device ends, this one stays', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  const other = await elsewhere(s)
  const { c: half } = await begun(server, p)
  const device = c.cookies.get('__Host-device')
  expect(await put(c, '/me/password', { password: 'short' })).toMatchObject({ status: 422, body: { code: 'password/too-short' } })
  expect(await put(c, '/me/password', { password: p.password })).toMatchObject({ status: 422, body: { code: 'password/same' } })
  expect(await put(c, '/me/password', { password: `${p.username} 12345` })).toMatchObject({ body: { code: 'password/contains-context' } })
  expect((await put(c, '/me/password', { password: NEW })).status).toBe(204)
  expect((await c.get('/session')).status).toBe(200)
  expect((await other.get('/session')).status).toBe(401)
  expect(await half.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { code: 'login/over' } })
  // The mark of before is worth nothing; this browser has a new one.
  expect(c.cookies.get('__Host-device')).toMatch(/\S/)
  expect(c.cookies.get('__Host-device')?.split('~')[0]).not.toBe(device?.split('~')[0])
  expect((await new Client(server.url).start(p.username, p.password)).status).toBe(422)
  expect((await new Client(server.url).start(p.username, NEW)).status).toBe(201)
  await expect.poll(() => subjects(p)).toContain('Your password was changed')
})

test('a password that was changed elsewhere while this one was hashed is not overwritten', async () => {
  const s = await signedIn(server)
  const answers = await Promise.all([1, 2, 3].map((n) => put(s.c, '/me/password', { password: `webstuhl-im-nebel-${n}` })))
  expect(answers.map((a) => a.status).sort()).toEqual([204, 409, 409])
  expect(answers.filter((a) => a.status === 409)).toMatchObject([{ body: { code: 'record/stale' } }, { body: { code: 'record/stale' } }])
  const winner = answers.findIndex((a) => a.status === 204) + 1
  expect((await new Client(server.url).start(s.p.username, `webstuhl-im-nebel-${winner}`)).status).toBe(201)
})

test('recovery codes made anew: the old sheet works until the new one is kept, then only the new one', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  expect(await c.post('/me/recovery-codes/kept', { kept: true })).toMatchObject({ status: 409, body: { code: 'login/no-enrolment' } })
  const made = await c.post('/me/recovery-codes')
  const codes = made.body['codes'] as unknown as string[]
  expect(codes).toHaveLength(10)
  const left = async () =>
    ((await c.get('/me/factors')).body['factors'] as unknown as { id: string; type: string; left?: number }[]).find(
      (f) => f.type === 'recovery-code',
    )
  expect(await left()).toMatchObject({ id: p.factors.codes, left: 10 })
  const one = await begun(server, p)
  expect(await one.c.answer(p.factors.codes ?? '', p.codes[0] ?? '')).toMatchObject({ status: 200, body: { state: 'granted' } })
  expect(await c.post('/me/recovery-codes/kept', { kept: true })).toMatchObject({ status: 200 })
  const fresh = await left()
  expect(fresh).toMatchObject({ left: 10 })
  expect(fresh?.id).not.toBe(p.factors.codes)
  const two = await begun(server, p)
  expect(await two.c.answer(p.factors.codes ?? '', p.codes[1] ?? '')).toMatchObject({ status: 422 })
  expect(await two.c.answer(fresh?.id ?? '', codes[0] ?? '')).toMatchObject({ body: { state: 'granted' } })
  await expect.poll(() => subjects(p)).toContain('Your recovery codes were made anew')
  expect(JSON.stringify((await c.get('/me')).body)).not.toContain(codes[0])
})

test('whoever gets a code by e-mail has recovery codes too; whoever has no second factor has none', async () => {
  const policy = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
  const p = await server.person({ account: await server.account(policy), emailBound: true })
  const { c } = await begun(server, p)
  await c.post('/logins/current/challenge', { factor: p.factors.email })
  const code = /^\d{6}$/m.exec((await server.mailTo(p.email)).text)?.[0] ?? ''
  await c.answer(p.factors.email, code)
  await c.session()
  expect((await c.post('/me/recovery-codes')).body['codes']).toHaveLength(10)

  const off = await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }) })
  const plain = (await begun(server, off)).c
  await plain.session()
  await stepUpByMailbox(server, plain, off)
  expect(await plain.post('/me/recovery-codes')).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })
})

test('sessions with device and place; one is ended, at once; ending one’s own is signing out', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  const other = await elsewhere(s)
  const all = await sessions(c)
  expect(all.map((x) => x.current).sort()).toEqual([false, true])
  const [theirs] = all.filter((x) => !x.current)
  expect(theirs).toMatchObject({ agent: expect.stringMatching(/\S/), address: other.address, factors: ['password', 'totp'] })
  expect(all.find((x) => x.current)?.address).toBe(c.address)
  expect(Date.parse(theirs?.expiresAt ?? '')).toBeGreaterThan(await now(server))
  expect(JSON.stringify(all)).not.toContain(c.cookies.get('__Host-sid'))

  const stranger = await signedIn(server)
  expect(await stranger.c.delete(`/me/sessions/${theirs?.id}`)).toMatchObject({ status: 404, body: { code: 'record/unknown' } })
  expect((await other.get('/session')).status).toBe(200)
  // No fresh proof is needed to close a door.
  await server.advance(301)
  const ended = await c.delete(`/me/sessions/${theirs?.id}`)
  expect([ended.status, ended.headers.get('clear-site-data')]).toEqual([204, null])
  expect((await other.get('/session')).status).toBe(401)
  expect(await c.delete(`/me/sessions/${theirs?.id}`)).toMatchObject({ status: 404 })
  const own = (await sessions(c))[0]?.id
  expect((await c.delete(`/me/sessions/${own}`)).status).toBe(204)
  expect(c.cookies.has('__Host-sid')).toBe(false)
  expect((await begun(server, p)).login.status).toBe(201)
})

test('the language of pages and messages is one’s own', async () => {
  const { c, p } = await signedIn(server)
  expect(await put(c, '/me/profile', { language: 'it' })).toMatchObject({ status: 200, body: { user: { language: 'it' } } })
  expect((await put(c, '/me/profile', { language: 'fr' })).status).toBe(422)
  expect((await c.get('/session')).body).toMatchObject({ user: { language: 'it' } })
  await put(c, '/me/password', { password: NEW })
  expect((await server.mailTo(p.email)).subject).toBe('La Sua password è stata cambiata')
})

test('[NIST 800-63B-4 4.6] a change is told to every proven contact, a number that SMS is not granted for to nobody', async () => {
  const policy = { twoFactor: { mode: 'everyone', types: ['totp', 'sms'], atLeast: 'strong' } } as const
  const s = await signedIn(server, { account: await server.account(policy), mobile: '+491713920021' })
  expect((await put(s.c, '/me/password', { password: NEW })).status).toBe(204)
  expect((await server.mailTo(s.p.email)).subject).toBe('Your password was changed')
  expect((await server.smsTo('+491713920021')).text).toContain('password')
  await server.sql.query(`update account set entitlements = '{}' where id = $1`, [s.p.account.id])
  const before = [server.texts.length, server.mails.length]
  expect((await s.c.delete(`/me/factors/${s.p.factors.codes}`)).status).toBe(204)
  expect((await server.mailTo(s.p.email, before[1])).subject).toBe('A second factor was removed')
  const byText = "select 1 from message where user_id = $1 and channel = 'sms' and template = 'factor-removed'"
  expect((await server.sql.query(byText, [s.p.id])).rowCount).toBe(0)
  expect(server.texts).toHaveLength(before[0] ?? 0)
})

test('what is recorded names the act and whose it was; device and place stand sealed beside it', async () => {
  const { c, p } = await signedIn(server)
  await put(c, '/me/profile', { language: 'de' })
  const { rows } = await server.sql.query<{ act: string; body: string }>(
    'select act, body from audit where subject = $1 order by seq desc limit 1',
    [p.id],
  )
  expect(rows[0]?.act).toBe('language changed')
  expect(JSON.parse(rows[0]?.body ?? '{}')).toMatchObject({ actor: p.id, subject: p.id, personal: expect.any(String) })
  expect(rows[0]?.body).not.toContain(c.address)
})

test('what happened lately: newest first, with device and place of whoever it was, and never an administrator’s', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  const stranger = new Client(server.url)
  expect((await stranger.start(p.username, 'not-the-password')).status).toBe(422)
  const admin = await signedIn(server, { account: p.account, permissions: ['users.edit'] })
  const body = { kind: 'mail', value: `lately@elsewhere.example`, reason: 'new mailbox' }
  expect((await put(admin.c, `/users/${p.id}/contacts`, body)).status).toBe(200)
  const acts = (await c.get('/me/activity')).body['acts'] as unknown as { at: string; act: string; address?: string }[]
  expect(acts.map((a) => [a.act, a.address])).toEqual([
    ['contact proposed email', undefined],
    ['login failed password', stranger.address],
    ['session opened', c.address],
  ])
  expect(JSON.stringify(acts)).not.toContain(admin.c.address)
})
