/** MW-15 and promise 7: a new address or number counts once its owner has proven it; the old one is told. Taking it back is contacts-revert.test.ts. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeOverDue } from '#actions/contact/due.ts'
import { resetTwoFactor } from '#actions/user/reset-two-factor.ts'
import { Client, codeIn, codeInSms, type Json } from '../support/client.ts'
import { choose, linkFor } from '../support/forgotten.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, checksum, mailedCode, quiet, type SignedIn, signedIn, stepUp, stepUpByMailbox } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

let made = 0
const address = () => `new-${++made}@elsewhere.example`
const number = () => `+49 171 ${3920100 + ++made}`
const propose = (c: Client, value: string, kind: 'mail' | 'sms' = 'mail') => c.post('/me/contacts', { kind, value })
const prove = (c: Client, id: unknown, code: string) => c.post('/me/contacts/prove', { id, code })
const me = async (c: Client) => (await c.get('/me')).body
/** The newest code in a mail to this address: other messages may go there, too. */
const mailed = (value: string, after = 0): Promise<string> =>
  vi.waitFor(() => {
    const code = server.mails.slice(after).findLast((m) => m.to === value && codeIn(m.text) !== '')
    if (!code) throw new Error(`no code to ${value} yet`)
    return codeIn(code.text)
  })
const subjects = (to: string) => server.mails.filter((m) => m.to === to).map((m) => m.subject)

const ALL = { twoFactor: { mode: 'everyone', types: ['totp', 'email', 'sms'], atLeast: 'two-step' } } as const
async function granted(mobile?: string): Promise<SignedIn> {
  const account = await server.account(ALL)
  await server.sql.query(`update account set entitlements = '{"sms": true}' where id = $1`, [account.id])
  return signedIn(server, { account, ...(mobile ? { mobile } : {}) })
}

test('[MW-15] an address: proposed, a code goes there, proving it makes it take over, the old one is told with a way back', async () => {
  const { c, p } = await signedIn(server)
  const value = address()
  const proposed = await propose(c, value)
  expect(proposed).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^fac_/), sentTo: expect.stringContaining('•') } })
  const id = proposed.body['id']
  expect(await me(c)).toMatchObject({
    user: { email: p.email },
    contacts: [{ id: p.factors.email, value: p.email }],
    proposed: [{ id, kind: 'mail', value, by: 'self', sent: { reference: proposed.body['reference'], triesLeft: 5, channel: 'mail' } }],
  })
  const mail = await server.mailTo(value)
  expect(mail.subject).toBe(`Code to confirm your mailbox (reference ${proposed.body['reference']})`)
  // Until then, nothing but that code goes there.
  await c.post('/me/recovery-codes')
  await c.post('/me/recovery-codes/kept', { kept: true })
  await server.mailTo(p.email)
  expect(subjects(value)).toHaveLength(1)

  const wrong = codeIn(mail.text) === '111111' ? '222222' : '111111'
  expect(await prove(c, id, wrong)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', triesLeft: 4 } })
  const before = server.mails.length
  const proven = await prove(c, id, codeIn(mail.text))
  expect(proven).toMatchObject({
    status: 200,
    body: { user: { email: value }, contacts: [{ id, value, usable: true, provenAt: expect.stringMatching(/Z$/) }], proposed: [] },
  })
  const [old, fresh] = [await server.mailTo(p.email, before), await server.mailTo(value, before)]
  expect([old.subject, fresh.subject]).toEqual(Array(2).fill('A contact of your sign-in was changed'))
  expect(old.text).toMatch(/\/revert#[\w-]{43}/)
  expect(old.text).toContain('your own sign-in')
  expect(fresh.text).not.toContain('/revert')
  // The code is used up, and what was proven waits no longer.
  expect(await prove(c, id, codeIn(mail.text))).toMatchObject({ status: 409, body: { code: 'contact/none' } })
  expect(await me(c)).toMatchObject({ proposed: [] })
  expect((await server.sql.query("select 1 from factor where user_id = $1 and type = 'email'", [p.id])).rowCount).toBe(1)
})

test('[MW-15] the new contact takes the place of the old one, at sign-in too; codes go to it and no longer to the old one', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true })
  const { c } = await begun(server, p)
  await c.answer(p.factors.email, await mailedCode(server, c, p))
  await c.session()
  await server.advance(31)
  const value = address()
  const { body } = await propose(c, value)
  // Somebody is in the middle of a login with a code to the old address.
  const half = await begun(server, p)
  await server.advance(61)
  const stale = await mailedCode(server, half.c, p)
  expect(await prove(c, body['id'], await mailed(value))).toMatchObject({ status: 200, body: { contacts: [{ value, asked: true }] } })
  expect(await half.c.answer(p.factors.email, stale)).toMatchObject({ body: { code: 'login/wrong-answer' } })
  await server.advance(601)
  const { c: next } = await begun(server, p)
  const before = server.mails.length
  expect(await next.post('/logins/current/challenge', { factor: body['id'] })).toMatchObject({ status: 200 })
  expect(await next.answer(String(body['id']), await mailed(value, before))).toMatchObject({ body: { state: 'granted' } })
})

test('[MW-15] a number: proven like an address, changed, and removed where no sign-in needs it', async () => {
  const { c } = await granted()
  const [first, second] = [number(), number()]
  const one = await propose(c, first, 'sms')
  expect(one.status).toBe(201)
  const text = await server.smsTo(first.replaceAll(' ', ''))
  expect(await prove(c, one.body['id'], codeInSms(text.text))).toMatchObject({ status: 200 })
  expect((await me(c))['contacts']).toMatchObject([{ kind: 'mail' }, { kind: 'sms', value: first, asked: false }])
  await server.advance(31)
  const two = await propose(c, second, 'sms')
  expect(await prove(c, two.body['id'], codeInSms((await server.smsTo(second.replaceAll(' ', ''))).text))).toMatchObject({ status: 200 })
  // The old number is told too, with the way back.
  const told = server.texts.findLast((t) => t.to === first.replaceAll(' ', ''))
  await expect.poll(() => server.texts.findLast((t) => t.to === first.replaceAll(' ', ''))?.text).toContain('/revert#')
  expect(told).toBeDefined()
  const mails = server.mails.length
  expect((await c.delete(`/me/contacts/${two.body['id']}`)).status).toBe(204)
  expect((await me(c))['contacts']).toMatchObject([{ kind: 'mail' }])
  await expect.poll(() => server.mails.slice(mails).at(-1)?.text).toContain('was removed')
})

test('a number that sign-in needs stays, and so does the mailbox', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['sms'], atLeast: 'strong' } })
  const p = await server.person({ account, mobile: '+491713929901', codes: true })
  const { c } = await begun(server, p)
  await c.post('/logins/current/challenge', { factor: p.factors.sms })
  await c.answer(p.factors.sms ?? '', codeInSms((await server.smsTo('+491713929901')).text))
  await c.session()
  for (const id of [p.factors.sms, p.factors.email])
    expect(await c.delete(`/me/contacts/${id}`)).toMatchObject({ status: 409, body: { code: 'factor/last' } })
  expect(await c.delete(`/me/contacts/${p.factors.password}`)).toMatchObject({ status: 404, body: { code: 'record/unknown' } })
})

test('bad input: each its own sentence, nothing kept and nothing sent', async () => {
  const { c, p } = await granted()
  await quiet(server)
  const before = await checksum(server, ['session'])
  for (const [kind, value, status, code] of [
    ['mail', 'nobody', 422, 'contact/address-invalid'],
    ['mail', 'a b@elsewhere.example', 422, 'contact/address-invalid'],
    ['mail', 'me@elsewhere.example,you@elsewhere.example', 422, 'contact/address-invalid'],
    ['mail', 'Me <me@elsewhere.example>', 422, 'contact/address-invalid'],
    ['mail', p.email.toUpperCase(), 409, 'contact/same'],
    ['mail', ` ${p.email} `, 409, 'contact/same'],
    ['sms', '0049', 422, 'contact/number-invalid'],
    ['sms', '+49 171 3920018 ext. 5', 422, 'contact/number-invalid'],
    ['sms', '+49 900 1234567', 422, 'contact/number-kind'],
    ['sms', '+49 800 1234567', 422, 'contact/number-kind'],
    ['sms', '+44 20 7946 0958', 422, 'contact/number-kind'],
    ['sms', '+7 912 345 67 89', 422, 'contact/number-country'],
    ['fax', '+49 171 3920018', 422, 'request/invalid'],
  ] as const)
    expect([value, await propose(c, value, kind as 'mail')]).toMatchObject([value, { status, body: { code } }])
  expect(await checksum(server, ['session'])).toEqual(before)
  const ungranted = await signedIn(server)
  expect(await propose(ungranted.c, '+49 171 3920018', 'sms')).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })
})

test('one proposal of a kind: a newer one ends the earlier, and its code; it can be withdrawn', async () => {
  const { c } = await signedIn(server)
  const [first, second] = [address(), address()]
  const one = await propose(c, first)
  expect(await propose(c, second)).toMatchObject({ status: 429, body: { retryAfter: 30 } })
  await server.advance(31)
  const two = await propose(c, second)
  expect((await me(c))['proposed']).toMatchObject([{ id: two.body['id'], value: second }])
  expect(await prove(c, one.body['id'], await mailed(first))).toMatchObject({ status: 404, body: { code: 'record/unknown' } })
  expect((await c.delete(`/me/contacts/${two.body['id']}`)).status).toBe(204)
  expect(await prove(c, two.body['id'], await mailed(second))).toMatchObject({ status: 404 })
  expect(await me(c)).toMatchObject({ proposed: [], contacts: [{ kind: 'mail' }] })
})

test('[ASVS 6.5.1] five wrong tries void a code; a new one has five again, but waits grow and the hour has an end', async () => {
  const { c } = await signedIn(server)
  const value = address()
  const { body } = await propose(c, value)
  const code = await mailed(value)
  for (let left = 4; left >= 0; left--) {
    expect(await prove(c, body['id'], '000000')).toMatchObject({ status: 422, body: { triesLeft: left } })
    // The waits of many wrong answers are another matter.
    await server.sql.query("delete from tally where scope = 'second'")
  }
  expect(await prove(c, body['id'], code)).toMatchObject({ status: 422 })
  await server.sql.query("delete from tally where scope = 'second'")
  const resend = () => c.post('/me/contacts/resend', { id: body['id'] })
  expect(await resend()).toMatchObject({ status: 429 })
  await server.advance(31)
  const before = server.mails.length
  expect(await resend()).toMatchObject({ status: 200, body: { reference: expect.stringMatching(/^[A-Z]{3}$/) } })
  // The code of before counts no more, whatever was left of its time.
  expect(await prove(c, body['id'], code)).toMatchObject({ status: 422 })
  expect(await prove(c, body['id'], await mailed(value, before))).toMatchObject({ status: 200 })
})

test('too many wrong answers wait like at sign-in, whatever is proposed or sent meanwhile', async () => {
  const { c } = await signedIn(server)
  const { body } = await propose(c, address())
  for (let n = 0; n < 5; n++) await prove(c, body['id'], '000000')
  expect(await prove(c, body['id'], '000000')).toMatchObject({ status: 429, body: { code: 'login/wait' } })
  const value = address()
  await server.advance(25)
  await server.sql.query("delete from tally where scope = 'send'")
  const again = await propose(c, value)
  expect(await prove(c, again.body['id'], await mailed(value))).toMatchObject({ status: 429, body: { code: 'login/wait' } })
})

test('a code counts in the session that asked for it, for ten minutes, and for its contact alone', async () => {
  const s = await granted()
  const { c } = s
  const [value, mobile] = [address(), number()]
  const mail = await propose(c, value)
  await server.advance(31)
  const sms = await propose(c, mobile, 'sms')
  const code = await mailed(value)
  expect(await prove(c, sms.body['id'], code)).toMatchObject({ status: 422 })
  const other = await begun(server, s.p)
  expect(await other.c.answer(s.p.factors.codes ?? '', s.p.codes[0] ?? '')).toMatchObject({ body: { state: 'granted' } })
  await other.c.session()
  expect(await prove(other.c, mail.body['id'], code)).toMatchObject({ status: 422 })
  await server.advance(600)
  await stepUp(server, s)
  await c.session()
  expect(await prove(c, mail.body['id'], code)).toMatchObject({ status: 422 })
})

const byAdministrator = (c: Client, user: string, value: string, kind = 'mail') =>
  c.call('PUT', `/users/${user}/contacts`, { kind, value, reason: 'new mailbox' })

test('[MW-15] by an administrator: the old contact goes on working and is told; its owner’s proof makes the new one count at once', async () => {
  const s = await signedIn(server)
  const admin = await signedIn(server, { account: s.p.account, permissions: ['users.edit'] })
  const value = address()
  const done = await byAdministrator(admin.c, s.p.id, value)
  expect(done).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^fac_/), takesOverAt: expect.stringMatching(/Z$/) } })
  const told = await server.mailTo(s.p.email)
  expect(told.subject).toBe('A contact of your sign-in is to be changed')
  expect(told.text).toMatch(/\/revert#[\w-]{43}/)
  expect(told.text).not.toContain(value)
  expect(await me(s.c)).toMatchObject({
    user: { email: s.p.email },
    proposed: [{ id: done.body['id'], by: 'administrator', takesOverAt: done.body['takesOverAt'] }],
  })
  expect(server.mails.filter((m) => m.to === value)).toEqual([])
  expect(await prove(s.c, done.body['id'], '123456')).toMatchObject({ status: 422 })
  expect(await s.c.post('/me/contacts/resend', { id: done.body['id'] })).toMatchObject({ status: 200 })
  expect(await prove(s.c, done.body['id'], await mailed(value))).toMatchObject({ status: 200, body: { user: { email: value } } })
  expect(await takeOverDue(server.world)).toBe(0)
})

test('[MW-15] by an administrator: after 72 hours without a word it takes the place of the old one, and is not proven', async () => {
  const s = await signedIn(server, { account: await server.account(ALL), emailBound: true })
  const admin = await signedIn(server, { account: s.p.account, permissions: ['users.edit'] })
  const value = address()
  const { body } = await byAdministrator(admin.c, s.p.id, value)
  await server.advance(72 * 3600 - 60)
  expect(await takeOverDue(server.world)).toBe(0)
  await server.advance(61)
  const before = server.mails.length
  // Two nodes may look at the same moment.
  const counts = await Promise.all([takeOverDue(server.world), takeOverDue(server.world)])
  expect(counts.toSorted()).toEqual([0, 1])
  expect((await server.mailTo(s.p.email, before)).text).toMatch(/\/revert#/)
  expect((await server.mailTo(value, before)).text).not.toMatch(/\/revert#/)
  const { rows } = await server.sql.query('select state, usable, proven_at, takes_over_at from factor where id = $1', [body['id']])
  expect(rows).toEqual([{ state: 'bound', usable: true, proven_at: null, takes_over_at: null }])
  const user = await server.sql.query('select email from users where id = $1', [s.p.id])
  expect(user.rows).toEqual([{ email: value }])
})

test('an administrator cannot do it for themselves, for somebody with more permissions, or in another account', async () => {
  const admin = await signedIn(server, { permissions: ['users.edit'] })
  const stronger = await server.person({ account: admin.p.account, permissions: ['users.edit', 'account.security'] })
  const other = await signedIn(server)
  expect(await byAdministrator(admin.c, admin.p.id, address())).toMatchObject({ status: 404, body: { code: 'record/unknown' } })
  expect(await byAdministrator(admin.c, stronger.id, address())).toMatchObject({
    status: 403,
    body: { code: 'permission/missing', permission: 'account.security' },
  })
  expect(await byAdministrator(admin.c, other.p.id, address())).toMatchObject({ status: 404 })
  expect(await byAdministrator(admin.c, stronger.id, 'nobody')).toMatchObject({ status: 403 })
  const weaker = await server.person({ account: admin.p.account })
  expect(await byAdministrator(admin.c, weaker.id, 'nobody')).toMatchObject({ status: 422, body: { code: 'contact/address-invalid' } })
  expect(await byAdministrator(admin.c, weaker.id, weaker.email)).toMatchObject({ status: 409, body: { code: 'contact/same' } })
  const proposed = await server.sql.query("select 1 from factor where state = 'proposed' and user_id = any($1)", [
    [weaker.id, stronger.id, other.p.id],
  ])
  expect(proposed.rowCount).toBe(0)
})

test('a reset of the second factors takes what was proposed along, and leaves the mailbox', async () => {
  const { c, p } = await signedIn(server)
  await propose(c, address())
  const input = { account: p.account.slug, username: p.username, reason: 'lost' }
  const done = await resetTwoFactor.run({ world: server.world, client: { agent: '', address: '' }, terminal: true }, input)
  expect(done).toMatchObject({ body: { removed: 2 } })
  const { rows } = await server.sql.query('select type, state, usable from factor where user_id = $1 order by type', [p.id])
  expect(rows).toEqual([
    { type: 'email', state: 'stored', usable: true },
    { type: 'password', state: 'bound', usable: true },
  ])
})

test('an address that several people share: each proves it for themselves, and nobody else is touched', async () => {
  const value = address()
  const people = [await signedIn(server), await signedIn(server)]
  for (const { c } of people) {
    const before = server.mails.length
    const { body } = await propose(c, value)
    expect(await prove(c, body['id'], await mailed(value, before))).toMatchObject({ status: 200 })
  }
  const emails: Json[] = []
  for (const { c } of people) emails.push((await me(c))['user']?.['email'] as Json)
  expect(emails).toEqual([value, value])
})

test('a mailbox that was left ends what its link has begun', async () => {
  const p = await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }) })
  const thief = new Client(server.url)
  expect((await thief.post('/password-resets/begin', { token: await linkFor(server, p) })).status).toBe(201)
  const { c } = await begun(server, p)
  await c.session()
  await stepUpByMailbox(server, c, p)
  const value = address()
  const { body } = await propose(c, value)
  expect((await prove(c, body['id'], await mailed(value))).status).toBe(200)
  expect(await choose(thief)).toMatchObject({ status: 409, body: { code: 'login/over' } })
})

test('a mailbox that failures have disabled, chosen or not, can be proven again after a reset', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  for (const emailBound of [true, false]) {
    const p = await server.person({ account, emailBound })
    await server.sql.query('update factor set disabled_at = 1 where id = $1', [p.factors.email])
    expect((await begun(server, p)).login.body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy' })
    const input = { account: account.slug, username: p.username, reason: 'a hundred wrong codes' }
    await resetTwoFactor.run({ world: server.world, client: { agent: '', address: '' }, terminal: true }, input)
    const { c } = await begun(server, p)
    expect(await c.answer(p.factors.email, await mailedCode(server, c, p))).toMatchObject({ body: { state: 'granted' } })
  }
})

test('a contact that takes over while a login chooses the one before it is not chosen by its code', async () => {
  const account = await server.account({ twoFactor: { ...ALL.twoFactor, proveContact: false } })
  const [a, p] = [await signedIn(server, { account, permissions: ['users.edit'] }), await server.person({ account })]
  await a.c.call('PUT', `/users/${p.id}/contacts`, { kind: 'mail', value: address(), reason: 'a new name' })
  await server.advance(72 * 3600 - 60)
  const { c } = await begun(server, p)
  const before = server.mails.length
  expect((await c.post('/logins/current/enrolment', { type: 'email' })).status).toBe(200)
  const code = await mailed(p.email, before)
  await server.advance(61)
  await takeOverDue(server.world)
  expect(await c.post('/logins/current/enrolment/confirm', { code })).toMatchObject({ status: 409, body: { code: 'login/no-enrolment' } })
})
