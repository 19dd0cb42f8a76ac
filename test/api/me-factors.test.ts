/** One's own factors: what is listed, a phone that replaces another, a number that is typed, a mailbox that is chosen, names, and what is asked at sign-in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, codeIn, codeInSms, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, nextPasscode, now, offered, type SignedIn, signedIn, stepUp } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const ALL = { twoFactor: { mode: 'everyone', types: ['totp', 'email', 'sms'], atLeast: 'two-step' } } as const
type Own = { id: string; type: string; label: string; replaces?: string; retires?: boolean; left?: number }
const own = async (c: Client): Promise<Own[]> => (await c.get('/me/factors')).body['factors'] as unknown as Own[]
const put = (c: Client, path: string, body: unknown) => c.call('PUT', path, body)
const ways = async (c: Client) => (await c.get('/me')).body['ways'] as unknown as { type: string; allowed: boolean; held: boolean }[]

/** SMS is granted to accounts, not given. */
async function granted(): Promise<SignedIn> {
  const account = await server.account(ALL)
  await server.sql.query(`update account set entitlements = '{"sms": true}' where id = $1`, [account.id])
  return signedIn(server, { account })
}

async function addApp({ c }: SignedIn, more: object = {}): Promise<{ id: string; secret: string }> {
  const shown = await c.post('/me/factors', { type: 'totp', ...more })
  expect(shown.status).toBe(200)
  const secret = String(shown.body['secret'])
  const bound = await c.post('/me/factors/confirm', { code: passcode(secret, await now(server)) })
  expect(bound.status).toBe(200)
  return { id: String(bound.body['id']), secret }
}

async function signsIn({ p }: SignedIn, factor: string, code: string): Promise<number> {
  const { c } = await begun(server, p)
  return (await c.answer(factor, code)).status
}

test('GET /me: who one is, contacts whole, what may be asked at sign-in', async () => {
  const { c, p } = await signedIn(server)
  const me = (await c.get('/me')).body
  expect(me).toMatchObject({
    user: { id: p.id, username: p.username, email: p.email, language: 'en' },
    account: { slug: p.account.slug, help: { email: 'help@acme.example' } },
    way: 'choose',
    contacts: [{ id: p.factors.email, kind: 'mail', value: p.email, usable: true, asked: false }],
    proposed: [],
  })
  expect(await ways(c)).toEqual([
    { type: 'totp', allowed: true, held: true },
    { type: 'email', allowed: false, held: false },
    { type: 'sms', allowed: false, held: false },
  ])
})

test('[MU-14] a new phone: both count until the new one was used, then the older one is gone and its owner is told', async () => {
  const s = await signedIn(server)
  const { c, p } = s
  expect(await c.post('/me/factors', { type: 'totp', replaces: p.factors.codes })).toMatchObject({ status: 404 })
  const phone = await addApp(s, { label: 'Pixel', replaces: p.factors.totp })
  expect((await server.mailTo(p.email)).subject).toBe('A new phone was connected')
  expect((await own(c)).filter((f) => f.type === 'totp')).toMatchObject([
    { id: p.factors.totp, retires: true },
    { id: phone.id, label: 'Pixel', replaces: p.factors.totp },
  ])
  // The older phone still opens, and does not end itself.
  expect(await signsIn(s, p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toBe(200)
  expect(await own(c)).toHaveLength(4)
  expect(await signsIn(s, phone.id, await nextPasscode(server, phone.secret))).toBe(200)
  expect((await own(c)).map((f) => f.type).sort()).toEqual(['password', 'recovery-code', 'totp'])
  await expect.poll(() => server.mails.filter((m) => m.to === p.email).at(-1)?.subject).toBe('The earlier phone was removed')
  const { login } = await begun(server, p)
  expect(offered(login).map((f) => f.id)).not.toContain(p.factors.totp)
})

test('a phone whose clock is off is told so, nothing is counted, and that passcode is used up', async () => {
  const { c, p } = await signedIn(server)
  const shown = await c.post('/me/factors', { type: 'totp', label: 'late' })
  const secret = String(shown.body['secret'])
  const late = passcode(secret, (await now(server)) - 120_000)
  expect(await c.post('/me/factors/confirm', { code: late })).toMatchObject({
    status: 422,
    body: { code: 'login/wrong-answer', clock: { offBySeconds: expect.closeTo(120, -1.5) } },
  })
  expect((await server.sql.query("select 1 from tally where user_id = $1 and scope = 'second'", [p.id])).rowCount).toBe(0)
  // Told once: the same passcode is a wrong one from then on.
  expect((await c.post('/me/factors/confirm', { code: late })).body).not.toHaveProperty('clock')
  expect(await c.post('/me/factors/confirm', { code: passcode(secret, await now(server)) })).toMatchObject({ status: 200 })
})

test('[MW-1] a number that is typed: read, reached, proven, bound; taken from sign-in it stays on record', async () => {
  const s = await granted()
  const { c } = s
  expect(await c.post('/me/factors', { type: 'sms' })).toMatchObject({ status: 409, body: { code: 'login/contact-unavailable' } })
  for (const [number, code] of [
    ['12345', 'contact/number-invalid'],
    ['+49 171', 'contact/number-invalid'],
    ['call me', 'contact/number-invalid'],
    ['+49 900 1234567', 'contact/number-kind'],
    ['+49 30 901820', 'contact/number-kind'],
    ['+7 912 345 67 89', 'contact/number-country'],
  ] as const)
    expect(await c.post('/me/factors', { type: 'sms', number })).toMatchObject({ status: 422, body: { code } })
  expect(server.texts).toHaveLength(0)
  const sent = await c.post('/me/factors', { type: 'sms', number: '+49 (171) 392-0018' })
  expect(sent).toMatchObject({ status: 200, body: { sentTo: '+49 ••• ••••18', reference: expect.stringMatching(/^[A-Z]{3}$/) } })
  // Until the code has come back there is no number on record.
  expect((await c.get('/me')).body['contacts']).toHaveLength(1)
  expect(await c.post('/me/factors/confirm', { code: '000000' })).toMatchObject({ status: 422, body: { triesLeft: 4 } })
  const code = codeInSms((await server.smsTo('+491713920018')).text)
  expect(await c.post('/me/factors/confirm', { code })).toMatchObject({ status: 200, body: { type: 'sms' } })
  expect(await c.post('/me/factors/confirm', { code })).toMatchObject({ status: 409, body: { code: 'login/no-enrolment' } })
  const sms = (await own(c)).find((f) => f.type === 'sms')
  expect(sms?.label).toBe('+49 ••• ••••18')
  expect((await c.get('/me')).body['contacts']).toMatchObject([{ kind: 'mail' }, { kind: 'sms', value: '+49 171 3920018', asked: true }])
  expect(await c.post('/me/factors', { type: 'sms' })).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })

  expect((await c.delete(`/me/factors/${sms?.id}`)).status).toBe(204)
  // Removed from sign-in, it is told of that, and still on record.
  expect((await server.smsTo('+491713920018', 1)).text).toContain('removed')
  expect((await c.get('/me')).body['contacts']).toMatchObject([{ kind: 'mail' }, { id: sms?.id, asked: false, usable: true }])
  await server.advance(31)
  expect(await c.post('/me/factors', { type: 'sms', number: '+49 171 3920019' })).toMatchObject({ status: 409 })
  expect(await c.post('/me/factors', { type: 'sms' })).toMatchObject({ status: 200, body: { sentTo: '+49 ••• ••••18' } })
})

test('[MW-2] SMS that was not granted is offered to nobody', async () => {
  const { c } = await signedIn(server, { account: await server.account(ALL) })
  expect(await ways(c)).toContainEqual({ type: 'sms', allowed: false, held: false })
  expect(await c.post('/me/factors', { type: 'sms', number: '+49 171 3920018' })).toMatchObject({
    status: 409,
    body: { code: 'factor/not-allowed' },
  })
})

test('[MW-P5] the mailbox chosen as a factor, then as what is asked; without the factor nothing stands in its way', async () => {
  const s = await signedIn(server, { account: await server.account(ALL) })
  const { c, p } = s
  expect(await put(c, '/me/way', { way: 'email' })).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })
  expect(await put(c, '/me/way', { way: 'sms' })).toMatchObject({ status: 409 })
  const before = server.mails.length
  expect(await c.post('/me/factors', { type: 'email' })).toMatchObject({ status: 200, body: { sentTo: expect.stringContaining('•') } })
  const code = codeIn((await server.mailTo(p.email, before)).text)
  expect(await c.post('/me/factors/confirm', { code })).toMatchObject({ status: 200, body: { id: p.factors.email, type: 'email' } })
  expect(await put(c, '/me/way', { way: 'email' })).toMatchObject({ status: 200, body: { way: 'email' } })
  await expect.poll(() => server.mails.filter((m) => m.to === p.email).at(-1)?.text).toContain('code by e-mail')
  // Taken away again, it is asked no more: who was always asked for it chooses.
  expect((await c.delete(`/me/factors/${p.factors.email}`)).status).toBe(204)
  expect((await c.get('/me')).body).toMatchObject({ way: 'choose', contacts: [{ asked: false }] })
})

test('the last factor that the policy needs stays, also when the way is what needs it', async () => {
  const s = await signedIn(server, { account: await server.account(ALL), emailBound: true })
  expect(await put(s.c, '/me/way', { way: 'totp' })).toMatchObject({ status: 200 })
  expect((await s.c.delete(`/me/factors/${s.p.factors.email}`)).status).toBe(204)
  expect(await s.c.delete(`/me/factors/${s.p.factors.totp}`)).toMatchObject({ status: 409, body: { code: 'factor/last' } })
})

test('an app is renamed, at sign-in too; a contact and the recovery codes have no other name', async () => {
  const s = await signedIn(server, { account: await server.account(ALL), emailBound: true })
  const { c, p } = s
  expect(await put(c, `/me/factors/${p.factors.totp}`, { label: 'Fairphone' })).toMatchObject({ status: 200, body: { label: 'Fairphone' } })
  expect((await own(c)).find((f) => f.type === 'totp')?.label).toBe('Fairphone')
  expect(offered((await begun(server, p)).login)).toContainEqual({ id: p.factors.totp, type: 'totp', hint: 'Fairphone' })
  for (const id of [p.factors.codes, p.factors.email, p.factors.password])
    expect(await put(c, `/me/factors/${id}`, { label: 'mine' })).toMatchObject({ status: 409, body: { code: 'factor/not-allowed' } })
  for (const label of [' x', 'x ', 'x'.repeat(61)]) expect((await put(c, `/me/factors/${p.factors.totp}`, { label })).status).toBe(422)
  await server.advance(301)
  expect(await put(c, '/me/way', { way: 'totp' })).toMatchObject({ status: 403, body: { code: 'session/step-up' } })
  await stepUp(server, s)
})
