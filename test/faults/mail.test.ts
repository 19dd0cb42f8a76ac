/** The mail server is away: the page says so, nobody gets in for it, and a code is sent while it counts or not at all. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { mailServer } from '../delivery/mail-server.ts'
import { Client, codeIn } from '../support/client.ts'
import { type Processes, startProcesses } from '../support/processes.ts'
import { freePort } from '../support/server.ts'

let house: Processes
let port = 0
beforeAll(async () => {
  // There is no mail server at this port until a test starts one.
  port = await freePort()
  house = await startProcesses({ count: 1, env: { SALLYPORT_SMTP: `smtp://127.0.0.1:${port}` } })
})
afterAll(() => house.stop())

const EMAIL = { twoFactor: { mode: 'everyone', types: ['email', 'totp'], atLeast: 'two-step' } } as const
const SOON = { timeout: 10_000 }

async function theMailServer() {
  const mail = await mailServer({}, port)
  onTestFinished(mail.close)
  return mail
}
/** Somebody past the password, who has asked for a code and can see what became of it. */
async function asked() {
  const person = await house.person({ account: await house.account(EMAIL), way: 'email' })
  const c = new Client(house.nodes[0]?.url ?? '')
  await c.start(person.username, person.password)
  const again = () => c.post('/logins/current/challenge', { factor: person.factors.email })
  const delivery = async () => String((await c.get('/logins/current')).body['ask']?.['sent']?.['delivery'])
  expect((await again()).status).toBe(200)
  return { c, again, delivery, answer: (code: string) => c.answer(person.factors.email, code), email: person.email }
}
/** The queue tries again after seconds that grow: this makes it now. */
const tryNow = () => house.sql.query('update jobs._private_jobs set run_at = now() where locked_at is null')

test('[ASVS 16.5.2] the mail server returns while the code counts: it is told as delayed, then arrives, and opens the session', async () => {
  const { c, delivery, answer, email } = await asked()
  await expect.poll(delivery, SOON).toBe('delayed')
  expect(c.cookies.has('__Host-sid')).toBe(false)
  expect((await answer('000000')).status).toBe(422)
  const mail = await theMailServer()
  await tryNow()
  await expect.poll(delivery, SOON).toBe('accepted')
  expect(mail.arrived.map((m) => m.to)).toEqual([[email]])
  expect(await answer(codeIn(mail.arrived[0]?.mail.text ?? ''))).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 6.6.2] two codes asked for while the mail server is away: only the last is sent, and only it counts', async () => {
  const { again, delivery, answer } = await asked()
  await expect.poll(delivery, SOON).toBe('delayed')
  await house.advance(31)
  const second = await again()
  expect(second.status).toBe(200)
  const mail = await theMailServer()
  await tryNow()
  await expect.poll(delivery, SOON).toBe('accepted')
  await tryNow()
  await expect.poll(async () => (await house.sql.query('select 1 from jobs._private_jobs where key is not null')).rows, SOON).toEqual([])
  expect(mail.arrived).toHaveLength(1)
  const text = mail.arrived[0]?.mail.text ?? ''
  expect(text).toContain(String(second.body['reference']))
  expect(await answer(codeIn(text))).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 6.5.5] the mail server returns after the code’s life: nothing is sent, and the page says that it expired', async () => {
  const { c, delivery } = await asked()
  await expect.poll(delivery, SOON).toBe('delayed')
  await house.advance(601)
  const mail = await theMailServer()
  await tryNow()
  await expect.poll(delivery, SOON).toBe('expired')
  expect(mail.arrived).toEqual([])
  expect((await house.sql.query("select 1 from message where status = 'expired' and body is not null")).rows).toEqual([])
  expect(c.cookies.has('__Host-sid')).toBe(false)
})

test('[ASVS 6.6.2] a code that was resent is refused, the one sent last is not', async () => {
  const mail = await theMailServer()
  const { again, answer } = await asked()
  const code = async (n: number) => {
    await expect.poll(() => mail.arrived.length, SOON).toBe(n)
    return codeIn(mail.arrived[n - 1]?.mail.text ?? '')
  }
  const first = await code(1)
  await house.advance(31)
  expect((await again()).status).toBe(200)
  const second = await code(2)
  expect(await answer(first)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  expect(await answer(second)).toMatchObject({ body: { state: 'granted' } })
})

test.each([
  [590, 200],
  [601, 422],
])('[ASVS 6.5.5] a mailed code counts for ten minutes: after %i s it is answered by %i', async (seconds, status) => {
  const mail = await theMailServer()
  const { answer } = await asked()
  await expect.poll(() => mail.arrived.length, SOON).toBe(1)
  await house.advance(seconds)
  expect((await answer(codeIn(mail.arrived[0]?.mail.text ?? ''))).status).toBe(status)
})
