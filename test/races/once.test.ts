/** Promise 3: what counts once counts once, when fifty use it at the same moment on two server processes over one PostgreSQL. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#actions/perform.ts'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { inviteUser } from '#actions/user/invite.ts'
import { isRefusal } from '#rules/refusals.ts'
import { type Client, codeIn, passcode } from '../support/client.ts'
import { counted, Patient, type Processes, pastPassword, startProcesses } from '../support/processes.ts'

let house: Processes
beforeAll(async () => {
  house = await startProcesses()
})
afterAll(() => house.stop())

const FIFTY = 50
/** The address of the nth process's turn. */
const turn = (n: number) => house.nodes[n % house.nodes.length]?.url ?? ''
const sessionsOf = async (user: string) =>
  Number((await house.sql.query('select count(*) from session where user_id = $1', [user])).rows[0].count)
const signedIn = (clients: readonly Client[]) => clients.filter((c) => c.cookies.has('__Host-sid'))

/** One value, given by everybody at once: one is let in, five are judged and refused, the rest wait. */
async function onceFor(clients: readonly Client[], user: string, answer: (c: Client, n: number) => ReturnType<Client['post']>) {
  const answers = await Promise.all(clients.map((c, n) => answer(c, n)))
  expect(counted(answers)).toEqual({ 200: 1, '422 login/wrong-answer': 5, '429 login/wait': FIFTY - 6 })
  expect(answers.filter((a) => a.status === 429).every((a) => Number(a.headers.get('retry-after')) > 0)).toBe(true)
  expect(signedIn(clients)).toHaveLength(1)
  expect(await sessionsOf(user)).toBe(1)
}

test('[ASVS 6.5.1] [ASVS 2.3.4] a passcode is used once: fifty logins past the password, two processes', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const clients = await pastPassword(house.nodes, person, FIFTY)
  const code = passcode(person.totpSecret, await house.now())
  const spelled = [code, `${code.slice(0, 3)} ${code.slice(3)}`, ` ${code}`, [...code].join(' ')]
  await onceFor(clients, person.id, (c, n) => c.answer(person.factors.totp ?? '', spelled[n % spelled.length] ?? ''))
})

test('[ASVS 6.5.1] a recovery code is used once: fifty logins, two processes, four spellings', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const clients = await pastPassword(house.nodes, person, FIFTY)
  const code = person.codes[3] ?? ''
  const spelled = [code, code.toLowerCase(), code.match(/.{4}/g)?.join('-') ?? '', code.replaceAll('0', 'O').replaceAll('1', 'l')]
  await onceFor(clients, person.id, (c, n) => c.answer(person.factors.codes ?? '', spelled[n % spelled.length] ?? ''))
})

test('[ASVS 6.5.1] a mailed code is used once: fifty answers to its login, two processes', async () => {
  const account = await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const person = await house.person({ account })
  const c = new Patient(turn(0))
  await c.start(person.username, person.password)
  await c.post('/logins/current/challenge', { factor: person.factors.email })
  const code = codeIn(await house.mailTo(person.email))
  const clients = Array.from({ length: FIFTY }, (_, n) => new Patient(turn(n), c.cookies))
  const answers = await Promise.all(
    clients.map((c, n) => c.answer(person.factors.email, n % 2 ? code : ` ${code.slice(0, 3)} ${code.slice(3)}`)),
  )
  expect(counted(answers)).toEqual({ 200: 1, '409 login/over': FIFTY - 1 })
  expect(signedIn(clients)).toHaveLength(1)
  expect(await sessionsOf(person.id)).toBe(1)
})

test('[ASVS 6.6.2] a mailed code counts only in the login that asked for it', async () => {
  const account = await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const person = await house.person({ account })
  const [asked, other] = await pastPassword(house.nodes, person, 2)
  await asked?.post('/logins/current/challenge', { factor: person.factors.email })
  const code = codeIn(await house.mailTo(person.email))
  expect(await other?.answer(person.factors.email, code)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  expect(await asked?.answer(person.factors.email, code)).toMatchObject({ status: 200, body: { state: 'granted' } })
})

test('[ASVS 6.5.1] the passcode of the step before is refused after a later one was used, and so is the later one again', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const [first, second] = await pastPassword(house.nodes, person, 2)
  const now = await house.now()
  const later = passcode(person.totpSecret, now)
  const before = passcode(person.totpSecret, now - 30_000)
  expect(await first?.answer(person.factors.totp ?? '', `${later.slice(0, 3)} ${later.slice(3)}`)).toMatchObject({
    body: { state: 'granted' },
  })
  for (const code of [before, later, `${later.slice(0, 3)} ${later.slice(3)}`])
    expect(await second?.answer(person.factors.totp ?? '', code)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  await house.advance(30)
  expect(await second?.answer(person.factors.totp ?? '', passcode(person.totpSecret, await house.now()))).toMatchObject({
    body: { state: 'granted' },
  })
})

test('[ASVS 6.4.1] an invitation is accepted once: fifty at once, two processes', async () => {
  const account = await house.account()
  const email = `invited@${account.slug}.example`
  const input = { account: account.slug, username: `invited-${account.slug}`, name: 'Ina Vited', email, way: 'choose' }
  const made = await perform(inviteUser, { world: house.world, client: { agent: 'test', address: '' }, terminal: true }, input)
  expect(isRefusal(made)).toBe(false)
  const token = /#([\w-]{43})/.exec(await house.mailTo(email))?.[1] ?? ''
  const clients = Array.from({ length: FIFTY }, (_, n) => new Patient(turn(n)))
  // Each chooses another password: only the one that was let in may be set.
  const answers = await Promise.all(clients.map((c, n) => c.post('/invitations/accept', { token, password: `webstuhl-im-nebel-${n}` })))
  expect(counted(answers)).toEqual({ 201: 1, '410 link/invalid': FIFTY - 1 })
  const winner = answers.findIndex((a) => a.status === 201)
  expect((await new Patient(turn(0)).start(input.username, `webstuhl-im-nebel-${winner}`)).status).toBe(201)
  expect((await new Patient(turn(1)).start(input.username, `webstuhl-im-nebel-${(winner + 1) % FIFTY}`)).status).toBe(422)
})

test('[ASVS 2.3.4] an enrolment is confirmed once and its recovery codes kept once, by ten at once on two processes', async () => {
  const person = await house.person({ account: await house.account({ twoFactor: { proveContact: true } }) })
  const c = new Patient(turn(0))
  await c.start(person.username, person.password)
  await c.post('/logins/current/challenge', { factor: person.factors.email })
  await c.answer(person.factors.email, codeIn(await house.mailTo(person.email)))
  const { secret } = (await c.post('/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret: string }
  const ten = Array.from({ length: 10 }, (_, n) => new Patient(turn(n), c.cookies))
  const code = passcode(secret, await house.now())
  const confirmed = await Promise.all(ten.map((c) => c.post('/logins/current/enrolment/confirm', { code })))
  expect(counted(confirmed)).toEqual({ 200: 1, '409 login/not-asked': 9 })
  const factors = await house.sql.query('select type, state from factor where user_id = $1 order by type', [person.id])
  expect(factors.rows).toEqual([
    { type: 'email', state: 'stored' },
    { type: 'password', state: 'bound' },
    { type: 'recovery-code', state: 'issued' },
    { type: 'totp', state: 'bound' },
  ])
  const kept = await Promise.all(ten.map((c) => c.post('/logins/current/recovery-codes', { kept: true })))
  expect(counted(kept)).toEqual({ 200: 1, '409 login/over': 9 })
  expect(await sessionsOf(person.id)).toBe(1)
})

test('a new password is set once, by ten at once on two processes', async () => {
  const person = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }), mustChange: 'administrator' })
  const c = new Patient(turn(0))
  expect((await c.start(person.username, person.password)).body).toMatchObject({ ask: { kind: 'new-password' } })
  const ten = Array.from({ length: 10 }, (_, n) => new Patient(turn(n), c.cookies))
  const answers = await Promise.all(ten.map((c, n) => c.post('/logins/current/password', { password: `webstuhl-im-nebel-${n}` })))
  expect(counted(answers)).toEqual({ 200: 1, '409 login/over': 9 })
  expect(signedIn(ten)).toHaveLength(1)
  const winner = answers.findIndex((a) => a.status === 200)
  expect((await new Patient(turn(1)).start(person.username, `webstuhl-im-nebel-${winner}`)).body).toMatchObject({ state: 'granted' })
})

test('the set-up link makes one operator: fifty claims at once, and every one that was let in tries to finish', async () => {
  const token = (await makeSetUpLink(house.world))?.link.split('#')[1] ?? ''
  const clients = Array.from({ length: FIFTY }, (_, n) => new Patient(turn(n)))
  const claim = (c: Client, n: number) =>
    c.post('/set-up', {
      token,
      username: `operator-${n}`,
      name: 'Olga Perator',
      email: `o${n}@house.example`,
      language: 'en',
      password: `webstuhl-im-nebel-${n}`,
    })
  const claimed = counted(await Promise.all(clients.map(claim)))
  expect(claimed[201]).toBeGreaterThanOrEqual(1)
  expect((claimed[201] ?? 0) + (claimed['410 set-up/closed'] ?? 0)).toBe(FIFTY)
  const finished = await Promise.all(
    clients.map(async (c) => {
      const { secret } = (await c.post('/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret?: string }
      if (!secret) return undefined
      await c.post('/logins/current/enrolment/confirm', { code: passcode(secret, await house.now()) })
      return (await c.post('/logins/current/recovery-codes', { kept: true })).body['state']
    }),
  )
  expect(finished.filter((state) => String(state) === 'granted')).toHaveLength(1)
  expect(signedIn(clients)).toHaveLength(1)
  expect((await house.sql.query("select username from users where account = 'acc_platform'")).rows).toHaveLength(1)
  expect(counted([await claim(new Patient(turn(1)), 99)])).toEqual({ '410 set-up/closed': 1 })
  expect(await makeSetUpLink(house.world)).toBeUndefined()
})
