/** The database is away, in two ways: whoever asks is told to come back, nobody is told "wrong password", and it heals by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { between } from '../support/between.ts'
import { type Answer, Client, codeIn, passcode } from '../support/client.ts'
import { counted, type Processes, pastPassword, startProcesses } from '../support/processes.ts'

const way = between()
let house: Processes
let url = ''
beforeAll(async () => {
  // The processes go through `way`; this one does not.
  house = await startProcesses({ count: 1, through: way.place })
  url = house.nodes[0]?.url ?? ''
})
afterAll(async () => {
  await house.stop()
  await way.close()
})

const TOKEN = 'A'.repeat(43)
const FACTOR = `fac_${'0'.repeat(25)}`
const PERSON = { username: 'somebody', name: 'Some Body', email: 'somebody@house.example' }
/** A body that each route takes, so that what is left to fail is the database. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /logins': { username: 'somebody', password: 'korbflechter-morgens-4' },
  'POST /logins/current/challenge': { factor: FACTOR },
  'POST /logins/current/answer': { factor: FACTOR, code: '123456' },
  'POST /logins/current/enrolment': { type: 'totp' },
  'POST /logins/current/enrolment/confirm': { code: '123456' },
  'POST /logins/current/recovery-codes': { kept: true },
  'POST /logins/current/password': { password: 'korbflechter-morgens-4' },
  'POST /invitations/look': { token: TOKEN },
  'POST /invitations/accept': { token: TOKEN, password: 'korbflechter-morgens-4' },
  'POST /set-up/look': { token: TOKEN },
  'POST /set-up': { ...PERSON, token: TOKEN, language: 'en', password: 'korbflechter-morgens-4' },
}
/** Every route of the description, asked at once with a login's and a session's cookie. */
async function everyRoute(): Promise<readonly { readonly route: string; readonly answer: Answer; readonly ms: number }[]> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> }
  const routes = Object.entries(paths).flatMap(([path, ops]) => Object.keys(ops).map((method) => `${method.toUpperCase()} ${path}`))
  return Promise.all(
    routes.map(async (route) => {
      const [method = '', path = ''] = route.split(' ')
      const c = new Client(
        url,
        new Map([
          ['__Host-login', TOKEN],
          ['__Host-sid', TOKEN],
        ]),
      )
      const began = performance.now()
      const body = method === 'GET' || method === 'DELETE' ? undefined : (BODIES[route] ?? {})
      const answer = await c.call(method, path.replace('{id}', FACTOR), body)
      return { route, answer, ms: performance.now() - began }
    }),
  )
}

async function signIn(): Promise<void> {
  const [byApp, byMail] = await Promise.all([
    house.person({ account: await house.account(), totp: true, codes: true }),
    house.person({ account: await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } }) }),
  ])
  const c = new Client(url)
  await c.start(byApp.username, byApp.password)
  expect((await c.answer(byApp.factors.totp ?? '', passcode(byApp.totpSecret, await house.now()))).body).toMatchObject({ state: 'granted' })
  const d = new Client(url)
  await d.start(byMail.username, byMail.password)
  expect((await d.post('/logins/current/challenge', { factor: byMail.factors.email })).status).toBe(200)
  expect((await d.answer(byMail.factors.email, codeIn(await house.mailTo(byMail.email)))).body).toMatchObject({ state: 'granted' })
}

test.each([
  ['gone', () => way.gone()],
  ['silent', async () => way.silent()],
] as const)(
  '[ASVS 16.5.2] the database is %s: every route answers 503 in time, and signing in works again without a restart',
  async (_how, away) => {
    await signIn()
    const person = await house.person({ account: await house.account(), totp: true })
    const begun = new Client(url)
    await begun.start(person.username, person.password)
    await away()
    try {
      const code = passcode(person.totpSecret, await house.now())
      const [routes, right, ready] = await Promise.all([everyRoute(), begun.answer(person.factors.totp ?? '', code), fetch(`${url}/ready`)])
      for (const { route, answer, ms } of routes) {
        expect
          .soft({ route, status: answer.status, body: answer.body })
          .toMatchObject({ status: 503, body: { code: expect.stringMatching(/^server\//) } })
        expect.soft({ route, wait: answer.headers.get('retry-after') }).toEqual({ route, wait: expect.stringMatching(/^[1-9]\d*$/) })
        expect.soft({ route, type: answer.headers.get('content-type') }).toEqual({ route, type: 'application/problem+json' })
        expect.soft({ route, inTime: ms < 5000 || Math.round(ms) }).toEqual({ route, inTime: true })
      }
      expect(right.status).toBe(503)
      expect(begun.cookies.has('__Host-sid')).toBe(false)
      expect(ready.status).toBe(503)
      expect((await fetch(`${url}/live`)).status).toBe(200)
      expect((await fetch(`${url}/sign-in`)).status).toBe(200)
    } finally {
      await way.back()
    }
    await expect.poll(async () => (await fetch(`${url}/ready`)).status, { timeout: 10_000 }).toBe(204)
    // The login that was under way goes on where it was, and what failed was not counted as a failure of the person.
    expect((await begun.answer(person.factors.totp ?? '', passcode(person.totpSecret, await house.now()))).body).toMatchObject({
      state: 'granted',
    })
    expect((await house.sql.query('select 1 from tally where user_id = $1', [person.id])).rows).toEqual([])
    await signIn()
  },
)

test('[ASVS 16.5.2] every connection is cut while people sign in: who was cut off may try again at once', async () => {
  const person = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }) })
  const crowd = Promise.all(Array.from({ length: 12 }, () => new Client(url).start(person.username, person.password)))
  await house.sql.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'sallyport %'",
  )
  for (const { status, body } of await crowd) expect([201, 503], JSON.stringify(body)).toContain(status)
  await expect.poll(async () => (await new Client(url).start(person.username, person.password)).status).toBe(201)
})

test('[ASVS 15.2.2] forty people who sign in again in browsers that have a session do not wait for one another’s connections', async () => {
  const account = await house.account()
  const people = await Promise.all(Array.from({ length: 40 }, () => house.person({ account, totp: true, codes: true })))
  const clients = await Promise.all(people.map(async (p) => ({ p, c: (await pastPassword(house.nodes, p, 1))[0] ?? new Client(url) })))
  const now = await house.now()
  const answers = () => Promise.all(clients.map(({ p, c }) => c.answer(p.factors.totp ?? '', passcode(p.totpSecret, now + 30_000 * round))))
  let round = 0
  expect(counted(await answers())).toEqual({ 200: 40 })
  for (const { p, c } of clients) await c.start(p.username, p.password)
  round = 1
  const began = performance.now()
  expect(counted(await answers())).toEqual({ 200: 40 })
  expect(performance.now() - began).toBeLessThan(2000)
})
