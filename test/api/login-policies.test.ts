/** What a login asks under each policy of an account, over HTTP: modes, ways, grace, raising what is asked, and a factor that failures have ended. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Policy } from '#rules/policy/policy.ts'
import { Client } from '../support/client.ts'
import type { Account } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, enrolApp, idOf, mailedCode, nextPasscode, now, offered, proveMailbox } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const BOTH = { types: ['email', 'totp'], atLeast: 'two-step' } as const
const typesOf = (answer: Parameters<typeof offered>[0]) => offered(answer).map((f) => f.type)
const granted = { status: 200, body: { state: 'granted' } }
const strengthOf = async (c: Client) => (await c.get('/session')).body['strength']

/** A new version of an account's policy, as an administrator saves one. */
const change = (account: Account, twoFactor: Partial<Policy['twoFactor']>) =>
  server.sql.query(
    `insert into policy (account, version, document, author, reason, at) select account, version + 1,
       jsonb_set(document, '{twoFactor}', document->'twoFactor' || $2::jsonb), 'test', 'test', at from policy where account = $1 order by version desc limit 1`,
    [account.id, JSON.stringify(twoFactor)],
  )

test('off: whoever has bound an app or a mailbox by their own choice is asked for it all the same', async () => {
  const account = await server.account({ twoFactor: { mode: 'off' } })
  const app = await server.person({ account, totp: true })
  const asked = await begun(server, app)
  expect(typesOf(asked.login)).toEqual(['totp'])
  expect(await asked.c.answer(app.factors.totp ?? '', await nextPasscode(server, app.totpSecret))).toMatchObject(granted)
  expect(await strengthOf(asked.c)).toBe('strong')

  const mailbox = await server.person({ account, emailBound: true })
  const mailed = await begun(server, mailbox)
  expect(typesOf(mailed.login)).toEqual(['email'])
  expect((await proveMailbox(server, mailed.c, mailbox)).body).toMatchObject({ state: 'granted' })
  expect(await strengthOf(mailed.c)).toBe('two-step')
})

test('[MW-6] [MW-8] selected: the selected are asked by their own way, and nobody else is', async () => {
  const account = await server.account({ twoFactor: { mode: 'selected', ...BOTH } })
  const mailed = await server.person({ account, selected: true, way: 'email' })
  const { login } = await begun(server, mailed)
  expect(offered(login).map((f) => [f.id, f.type])).toEqual([[mailed.factors.email, 'email']])
  const byApp = await server.person({ account, selected: true, way: 'totp' })
  const { c } = await begun(server, byApp)
  expect((await proveMailbox(server, c, byApp)).body['ask']).toMatchObject({ kind: 'enrol', types: ['totp'] })
  const other = await server.person({ account })
  expect((await new Client(server.url).start(other.username, other.password)).body).toMatchObject({ state: 'granted' })
})

test('[MU-6] everyone-except: the excepted are not asked, and everybody else is', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone-except' } })
  const excepted = await server.person({ account, excepted: true })
  const c = new Client(server.url)
  expect((await c.start(excepted.username, excepted.password)).body).toMatchObject({ state: 'granted' })
  expect(await strengthOf(c)).toBe('password')
  expect((await begun(server, await server.person({ account }))).login.body).toMatchObject({ ask: { kind: 'prove-contact' } })
  expect(typesOf((await begun(server, await server.person({ account, totp: true }))).login)).toEqual(['totp'])
})

test('[MW-P3] everyone, e-mail or app: who has just proven the mailbox may choose it, and the login goes on', async () => {
  const p = await server.person({ account: await server.account({ twoFactor: { mode: 'everyone', ...BOTH } }) })
  const { c } = await begun(server, p)
  const proven = await proveMailbox(server, c, p)
  expect(proven.body['ask']).toMatchObject({ kind: 'enrol' })
  expect(proven.body['ask']).toHaveProperty('types', expect.arrayContaining(['email', 'totp']))
  const chosen = await c.post('/logins/current/enrolment', { type: 'email' })
  expect(chosen).toMatchObject({ status: 200, body: { proven: true } })
  expect(await c.get('/logins/current')).toMatchObject({ status: 404 })
  expect(await strengthOf(c)).toBe('two-step')
  const next = await begun(server, p)
  expect(typesOf(next.login)).toEqual(['email'])
  await server.advance(31)
  expect((await proveMailbox(server, next.c, p)).body).toMatchObject({ state: 'granted' })
})

test('the mailbox chosen without proof before: a code goes there, and its answer binds it', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', ...BOTH, proveContact: false } })
  const p = await server.person({ account })
  const { c, login } = await begun(server, p)
  expect(login.body['ask']).toMatchObject({ kind: 'enrol' })
  const before = server.mails.length
  const sent = await c.post('/logins/current/enrolment', { type: 'email' })
  expect(sent).toMatchObject({
    status: 200,
    body: { reference: expect.stringMatching(/^[A-Z]{3}$/), sentTo: expect.stringContaining('•') },
  })
  expect((await c.get('/logins/current')).body['ask']).toMatchObject({ kind: 'enrol', sent: { reference: sent.body['reference'] } })
  const wrong = await c.post('/logins/current/enrolment/confirm', { code: '12345x' })
  expect(wrong).toMatchObject({ status: 422, body: { login: { ask: { kind: 'enrol', sent: { triesLeft: 4 } } } } })
  const code = /^\d{6}$/m.exec((await server.mailTo(p.email, before)).text)?.[0]
  expect(await c.post('/logins/current/enrolment/confirm', { code })).toMatchObject(granted)
  expect((await server.sql.query('select state from factor where id = $1', [p.factors.email])).rows).toEqual([{ state: 'bound' }])
})

test('grace: enrolment says until when it may be put off; after that it is asked', async () => {
  const skippableUntil = (await now(server)) + 3_600_000
  const account = await server.account({ twoFactor: { skippableUntil } })
  const p = await server.person({ account })
  const { c, login } = await begun(server, p)
  const until = new Date(skippableUntil).toISOString()
  expect(login.body['ask']).toMatchObject({ kind: 'prove-contact', skippableUntil: until })
  const proven = await proveMailbox(server, c, p)
  expect(proven.body['ask']).toMatchObject({ kind: 'enrol', skippableUntil: until })
  expect(await c.post('/logins/current/skip')).toMatchObject(granted)
  expect(await strengthOf(c)).toBe('password')
  // Who holds a factor is asked for it, grace or not.
  const held = await begun(server, await server.person({ account, totp: true }))
  expect(held.login.body['ask']).not.toHaveProperty('skippableUntil')
  expect(await held.c.post('/logins/current/skip')).toMatchObject({ status: 409, body: { code: 'login/not-skippable' } })
  // The last minute of grace: a login begun within it cannot be put off after it.
  await server.advance(3600 - 60)
  const late = await begun(server, p)
  expect(late.login.body['ask']).toHaveProperty('skippableUntil')
  await server.advance(60)
  expect((await late.c.get('/logins/current')).body['ask']).not.toHaveProperty('skippableUntil')
  expect(await late.c.post('/logins/current/skip')).toMatchObject({ status: 409, body: { code: 'login/not-skippable' } })
})

test('raising a policy from e-mail codes to the app: the mailbox is proven first, then the app is bound; promise 6', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true })
  const first = await begun(server, p)
  expect((await proveMailbox(server, first.c, p)).body).toMatchObject({ state: 'granted' })
  await change(account, { types: ['totp'], atLeast: 'strong' })
  await server.advance(31)
  const { c, login } = await begun(server, p)
  expect(login.body['ask']).toMatchObject({ kind: 'answer', factors: [{ id: p.factors.email, type: 'email' }] })
  expect(await c.post('/logins/current/enrolment', { type: 'totp' })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  expect((await proveMailbox(server, c, p)).body['ask']).toMatchObject({ kind: 'enrol', types: ['totp'] })
  const { secret, answer } = await enrolApp(server, c)
  expect(answer.body['ask']).toMatchObject({ kind: 'save-recovery-codes' })
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject(granted)
  const again = await begun(server, p)
  expect(typesOf(again.login)).toEqual(['totp', 'recovery-code'])
  expect(await again.c.answer(idOf(again.login, 'totp'), await nextPasscode(server, secret))).toMatchObject(granted)
})

test('a policy that nobody can meet: a refusal that says so, and whom to ask', async () => {
  const p = await server.person({ account: await server.account({ twoFactor: { mode: 'everyone', types: ['passkey', 'unheard-of'] } }) })
  const c = new Client(server.url)
  const answer = await c.start(p.username, p.password)
  expect(answer.body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy', account: { help: { email: 'help@acme.example' } } })
  expect(c.cookies.size).toBe(0)
  expect((await c.get('/session')).status).toBe(401)
})

test('100 wrong codes end a factor, over all logins, and do not buy an enrolment', { timeout: 60_000 }, async () => {
  const p = await server.person({ account: await server.account(), totp: true })
  const factor = p.factors.totp ?? ''
  let { c } = await begun(server, p)
  let guesses = 0
  for (let tries = 0; guesses < 100 && tries < 400; tries++) {
    const answer = await c.answer(factor, '12345x')
    const unseen = answer.status === 429 && answer.body['login'] === undefined
    if (unseen) await server.advance(Number(answer.body['retryAfter']))
    else if (answer.status === 422 || answer.status === 429) guesses++
    // A new login, or a wait of an hour that the login did not outlive, gives no guess for nothing.
    if (guesses < 100 && (await c.get('/logins/current')).status !== 200) {
      expect((await server.sql.query('select failures from tally where scope = $1', [`factor:${factor}`])).rows).toEqual([
        { failures: guesses },
      ])
      c = (await begun(server, p)).c
    }
  }
  expect(guesses).toBe(100)
  expect((await server.sql.query('select disabled_at is not null as ended from factor where id = $1', [factor])).rows).toEqual([
    { ended: true },
  ])
  expect((await server.mailTo(p.email)).subject).toBeDefined()
  await server.advance(3600)
  expect(await c.answer(factor, await nextPasscode(server, p.totpSecret))).not.toMatchObject({ status: 200 })
  const after = new Client(server.url)
  expect((await after.start(p.username, p.password)).body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy' })
  for (const call of [
    () => after.post('/logins/current/enrolment', { type: 'totp' }),
    () => after.post('/logins/current/challenge', { factor: p.factors.email }),
  ])
    expect((await call()).status).toBe(404)
  expect((await after.get('/session')).status).toBe(401)
})

test('[MU-16] [MU-17] after a reset its owner is told, the app is gone, the policy is not: the mailbox is proven and another app is bound', async () => {
  const { actions } = await import('#actions/index.ts')
  const { perform } = await import('#actions/perform.ts')
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const reset = actions.find((a) => a.name === 'user.reset-two-factor')
  if (!reset) throw new Error('there is no such action')
  const input = { account: p.account.slug, username: p.username, reason: 'lost on a train' }
  expect(await perform(reset, { world: server.world, client: { agent: 'test', address: '' }, terminal: true }, input)).toMatchObject({
    body: { removed: 2 },
  })
  expect((await server.mailTo(p.email)).subject).toBe('Your two-factor sign-in was reset')
  const { c, login } = await begun(server, p)
  expect(login.body['ask']).toMatchObject({ kind: 'prove-contact' })
  expect(await c.answer(p.factors.email, await mailedCode(server, c, p))).toMatchObject({
    body: { ask: { kind: 'enrol', types: ['totp'] } },
  })
})
