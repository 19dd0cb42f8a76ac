/** Promise 14: a factor whose secret does not open is offered to nobody and breaks nothing; it still counts as held, and is told once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { begun, nextPasscode, offered, signedIn } from '../api/steps.ts'
import { Client } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const HARM = {
  'cut short': 'left(secret, length(secret) - 4)',
  'changed by a letter':
    "left(secret, length(secret) - 10) || translate(right(secret, 10), 'abcdefghijklmnopqrstuvwxyz', 'bcdefghijklmnopqrstuvwxyza')",
  'sealed by a key that is not there': "'lost' || substr(secret, strpos(secret, '.'))",
  'no seal at all': "'{}'",
  empty: "''",
} as const
const harm = (factor: string | undefined, how: keyof typeof HARM) =>
  server.sql.query(`update factor set secret = ${HARM[how]} where id = $1`, [factor])
const told = async (p: Person) =>
  (await server.sql.query("select act from audit where subject = $1 and act like 'factor does not open%'", [p.id])).rows.map((r) => r.act)

test.each(Object.keys(HARM) as (keyof typeof HARM)[])(
  'an app whose secret is %s: the recovery codes are offered and open, and it is told once',
  async (how) => {
    const p = await server.person({ account: await server.account(), totp: true, codes: true })
    await harm(p.factors.totp, how)
    for (const code of p.codes.slice(0, 2)) {
      const { c, login } = await begun(server, p)
      expect(offered(login).map((f) => f.type)).toEqual(['recovery-code'])
      expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ status: 422 })
      expect(await c.answer(p.factors.codes ?? '', code)).toMatchObject({ status: 200, body: { state: 'granted' } })
    }
    expect(await told(p)).toEqual(['factor does not open totp'])
  },
)

test('it counts as held: the password and the mailbox do not enrol another one (promise 6)', async () => {
  const p = await server.person({ account: await server.account(), totp: true })
  await harm(p.factors.totp, 'cut short')
  const { c, login } = await begun(server, p)
  expect(login.body).toMatchObject({ state: 'refused', reason: 'cannot-satisfy' })
  for (const path of ['/logins/current/challenge', '/logins/current/enrolment'])
    expect((await c.post(path, path.endsWith('enrolment') ? { type: 'totp' } : { factor: p.factors.email })).status).toBe(404)
})

test('a mailbox whose secret does not open is written to by nobody, and stops no other way in', async () => {
  const p = await server.person({
    account: await server.account({ twoFactor: { types: ['email', 'totp'], atLeast: 'two-step' } }),
    totp: true,
    emailBound: true,
  })
  await harm(p.factors.email, 'changed by a letter')
  const { c, login } = await begun(server, p)
  expect(offered(login).map((f) => f.type)).toEqual(['totp'])
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({ status: 409 })
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({ body: { state: 'granted' } })
})

test('a password whose secret does not open is wrong for everybody, and is told', async () => {
  const p = await server.person({ account: await server.account(), totp: true })
  await harm(p.factors.password, 'cut short')
  expect(await new Client(server.url).start(p.username, p.password)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  expect(await told(p)).toEqual(['factor does not open password'])
})

test('inside a session what is one’s own is still shown', async () => {
  const s = await signedIn(server)
  await harm(s.p.factors.codes, 'empty')
  expect((await s.c.get('/me')).status).toBe(200)
  expect((await s.c.get('/me/factors')).status).toBe(200)
})
