/** Promise 7: whoever had a contact before can take its change back. The new one is suspended and everything ends; nothing is restored, nobody signed in. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeOverDue } from '#actions/contact/due.ts'
import { type Answer, Client, codeIn, codeInSms } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, checksum, nextPasscode, offered, quiet, type SignedIn, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

let made = 0
const address = () => `newer-${++made}@elsewhere.example`
const me = async (c: Client) => (await c.get('/me')).body
const look = (token: string) => new Client(server.url).post('/contacts/revert/look', { token })
const revert = (token: string): Promise<Answer> => new Client(server.url).post('/contacts/revert', { token })
/** The newest mail to an address with `part` in it. */
const mailWith = (to: string, part: RegExp, after = 0): Promise<string> =>
  vi.waitFor(() => {
    const found = server.mails.slice(after).findLast((m) => m.to === to && part.test(m.text))
    if (!found) throw new Error(`no such mail to ${to} yet`)
    return part.exec(found.text)?.[1] ?? ''
  })
const tokenTo = (to: string, after = 0) => mailWith(to, /\/revert#([\w-]{43})/, after)

async function change(c: Client, value: string): Promise<string> {
  const before = server.mails.length
  const { body } = await c.post('/me/contacts', { kind: 'mail', value })
  const code = await mailWith(value, /^(\d{6})$/m, before)
  expect(await c.post('/me/contacts/prove', { id: body['id'], code })).toMatchObject({ status: 200 })
  return String(body['id'])
}

async function changed(): Promise<SignedIn & { value: string; id: string; token: string }> {
  const s = await signedIn(server)
  const value = address()
  const id = await change(s.c, value)
  return { ...s, value, id, token: await tokenTo(s.p.email) }
}

test('looking says what it is for and consumes nothing, however often a scanner looks', async () => {
  const { p, value, token, c } = await changed()
  await quiet(server)
  const before = await checksum(server)
  for (let n = 0; n < 5; n++)
    expect(await look(token)).toMatchObject({
      status: 200,
      body: { username: p.username, account: { name: p.account.name }, kind: 'mail', hint: expect.stringContaining('•') },
    })
  expect((await look(token)).body).not.toMatchObject({ hint: value })
  expect(await checksum(server)).toEqual(before)
  expect((await c.get('/session')).status).toBe(200)
  expect(await look('A'.repeat(43))).toMatchObject({ status: 410, body: { code: 'link/invalid' } })
})

test('[MW-15] taken back: suspended, every session ended, both addresses told; the old one is not restored and nobody is in', async () => {
  const s = await changed()
  const { c, p, value, id, token } = s
  const mails = server.mails.length
  const done = await revert(token)
  expect([done.status, done.body, done.headers.getSetCookie()]).toEqual([200, {}, []])
  expect((await c.get('/session')).status).toBe(401)
  await mailWith(p.email, /(was taken back)/, mails)
  expect(await revert(token)).toMatchObject({ status: 410, body: { code: 'link/invalid' } })
  expect(await look(token)).toMatchObject({ status: 410 })

  // The app still opens; the new address stays suspended and is sent nothing more.
  const again = await begun(server, p)
  expect(await again.c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
  await again.c.session()
  expect(await me(again.c)).toMatchObject({ contacts: [{ id, value, usable: false }] })
  const before = server.mails.length
  await again.c.call('PUT', '/me/password', { password: 'neun-nasse-nelken-9' })
  await new Client(server.url).post('/password-resets', { address: value })
  await quiet(server)
  expect(server.mails.slice(before).filter((m) => m.to === value)).toEqual([])

  // Proven anew, signed in with another factor, it counts again.
  await server.advance(31)
  expect(await change(again.c, value)).not.toBe(id)
  expect(await me(again.c)).toMatchObject({ contacts: [{ value, usable: true }] })
})

test('a suspended mailbox opens nothing: not the second door, not an enrolment, not a forgotten password', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email', 'totp'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true })
  const { c } = await begun(server, p)
  await c.post('/logins/current/challenge', { factor: p.factors.email })
  await c.answer(p.factors.email, await mailWith(p.email, /^(\d{6})$/m))
  await c.session()
  await server.advance(31)
  const id = await change(c, address())
  const half = await begun(server, p)
  expect(offered(half.login).map((f) => f.id)).toEqual([id])
  expect((await revert(await tokenTo(p.email))).status).toBe(200)
  expect(await half.c.post('/logins/current/challenge', { factor: id })).toMatchObject({ status: 409, body: { code: 'login/over' } })
  // The password alone leads nowhere: neither to a code nor to an enrolment.
  const next = await new Client(server.url).start(p.username, p.password)
  expect(next.body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy' })
})

test('a change on top of a change is taken back by whoever was first, too', async () => {
  const s = await signedIn(server)
  const [first, second] = [address(), address()]
  await change(s.c, first)
  const token = await tokenTo(s.p.email)
  await server.advance(31)
  const id = await change(s.c, second)
  expect(await look(token)).toMatchObject({ status: 200 })
  expect(await revert(token)).toMatchObject({ status: 200 })
  const { rows } = await server.sql.query("select id, usable from factor where user_id = $1 and type = 'email'", [s.p.id])
  expect(rows).toEqual([{ id, usable: false }])
  // The other link said the same: it has nothing left to take back.
  expect(await revert(await tokenTo(first))).toMatchObject({ status: 410 })
})

test('who has changed it again does not use up the link of whoever was first by using their own', async () => {
  const s = await signedIn(server)
  const [first, second] = [address(), address()]
  await change(s.c, first)
  const owners = await tokenTo(s.p.email)
  await server.advance(31)
  await change(s.c, second)
  expect((await revert(await tokenTo(first))).status).toBe(200)
  const { c } = await begun(server, s.p)
  await c.answer(s.p.factors.totp ?? '', await nextPasscode(server, s.p.totpSecret))
  await c.session()
  const id = await change(c, address())
  expect(await revert(owners)).toMatchObject({ status: 200 })
  const { rows } = await server.sql.query("select id, usable from factor where user_id = $1 and type = 'email'", [s.p.id])
  expect(rows).toEqual([{ id, usable: false }])
})

test('a link counts for 72 hours', async () => {
  const { token } = await changed()
  await server.advance(72 * 3600 - 30)
  expect((await look(token)).status).toBe(200)
  await server.advance(31)
  expect([await look(token), await revert(token)]).toMatchObject([{ status: 410 }, { status: 410 }])
})

test('a veto: the proposal of an administrator is gone, the contact of before untouched; what was pending elsewhere goes too', async () => {
  const s = await signedIn(server)
  const admin = await signedIn(server, { account: s.p.account, permissions: ['users.edit'] })
  const value = address()
  await admin.c.call('PUT', `/users/${s.p.id}/contacts`, { kind: 'mail', value, reason: 'new mailbox' })
  const token = await tokenTo(s.p.email)
  expect(await look(token)).toMatchObject({ status: 200, body: { kind: 'mail' } })
  expect((await revert(token)).status).toBe(200)
  expect((await s.c.get('/session')).status).toBe(401)
  expect((await admin.c.get('/session')).status).toBe(200)
  await server.advance(72 * 3600 + 1)
  expect(await takeOverDue(server.world)).toBe(0)
  const { rows } = await server.sql.query("select id, usable, state from factor where user_id = $1 and type = 'email'", [s.p.id])
  expect(rows).toEqual([{ id: s.p.factors.email, usable: true, state: 'stored' }])
})

test('what its owner withdrew is not there to be taken back', async () => {
  const s = await signedIn(server)
  const admin = await signedIn(server, { account: s.p.account, permissions: ['users.edit'] })
  const { body } = await admin.c.call('PUT', `/users/${s.p.id}/contacts`, { kind: 'mail', value: address(), reason: 'new mailbox' })
  const token = await tokenTo(s.p.email)
  expect((await s.c.delete(`/me/contacts/${body['id']}`)).status).toBe(204)
  expect([await look(token), await revert(token)]).toMatchObject([{ status: 410 }, { status: 410 }])
  expect((await s.c.get('/session')).status).toBe(200)
})

test('a number: the mailbox is told with the way back, and the number of before is told what became of it', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['totp', 'sms'], atLeast: 'strong' } })
  const s = await signedIn(server, { account, mobile: '+491713929911' })
  const { body } = await s.c.post('/me/contacts', { kind: 'sms', value: '+49 171 3929912' })
  const code = codeInSms((await server.smsTo('+491713929912')).text)
  expect(await s.c.post('/me/contacts/prove', { id: body['id'], code })).toMatchObject({ status: 200 })
  const token = await tokenTo(s.p.email)
  await vi.waitFor(() => expect(server.texts.findLast((t) => t.to === '+491713929911')?.text).toContain(token))
  expect(codeIn(server.texts.findLast((t) => t.to === '+491713929911')?.text ?? '')).toBe('')
  const texts = server.texts.length
  expect((await revert(token)).status).toBe(200)
  await server.smsTo('+491713929911', texts)
  await quiet(server)
  expect(server.texts.slice(texts).map((t) => t.to)).toEqual(['+491713929911'])
  // It was a factor, and nobody gets by it with less: what is asked is another as strong.
  const next = await begun(server, s.p)
  expect(offered(next.login).map((f) => f.type)).toEqual(['totp', 'recovery-code'])
})
