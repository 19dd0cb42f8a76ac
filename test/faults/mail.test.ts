/** The mail server is away: the page says so, nobody gets in for it, and a code is sent while it counts or not at all. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { mailServer } from '../delivery/mail-server.ts'
import { Client, codeIn } from '../support/client.ts'
import { type Node, type Processes, startProcesses } from '../support/processes.ts'
import { freePort } from '../support/server.ts'

let house: Processes
/** The first process finds its mail server; the other's is not there until a test starts it. */
let away: Node
let port = 0
beforeAll(async () => {
  port = await freePort()
  house = await startProcesses({ count: 1 })
  away = await house.node({ SALLYPORT_SMTP: `smtp://127.0.0.1:${port}` })
})
afterAll(() => house.stop())

const EMAIL = { twoFactor: { mode: 'everyone', types: ['email', 'totp'], atLeast: 'two-step' } } as const
/** Somebody past the password, who may ask for a code and see what became of it. */
async function begun(node: Node | undefined) {
  const person = await house.person({ account: await house.account(EMAIL), way: 'email' })
  const c = new Client(node?.url ?? '')
  await c.start(person.username, person.password)
  const asks = () => c.post('/logins/current/challenge', { factor: person.factors.email })
  const delivery = async () => ((await c.get('/logins/current')).body['ask']?.['sent']?.['delivery'] ?? '') as string
  expect((await asks()).status).toBe(200)
  return { person, c, asks, delivery }
}
/** The same while the mail server is away, and seen to be. Only this process works at the queue meanwhile. */
async function delayed() {
  await house.nodes[0]?.end()
  await away.start()
  onTestFinished(async () => {
    await away.end()
    await house.nodes[0]?.start()
  })
  const all = await begun(away)
  await expect.poll(all.delivery, { timeout: 5000 }).toBe('delayed')
  return all
}
async function serverReturns() {
  const mail = await mailServer({}, port)
  onTestFinished(mail.close)
  return mail
}
/** The queue tries again after seconds that grow: this makes it now. */
const tryNow = () => house.sql.query('update jobs._private_jobs set run_at = now() where locked_at is null')

test('[ASVS 16.5.2] the mail server returns while the code counts: it is told as delayed, then arrives, and opens the session', async () => {
  const { person, c, delivery } = await delayed()
  expect(c.cookies.has('__Host-sid')).toBe(false)
  expect((await c.answer(person.factors.email, '000000')).status).toBe(422)
  const mail = await serverReturns()
  await tryNow()
  await expect.poll(delivery, { timeout: 10_000 }).toBe('accepted')
  expect(mail.arrived.map((m) => m.to)).toEqual([[person.email]])
  expect(await c.answer(person.factors.email, codeIn(mail.arrived[0]?.mail.text ?? ''))).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 6.5.5] the mail server returns after the code’s life: nothing is sent, and the page says that it expired', async () => {
  const { c, delivery } = await delayed()
  await house.advance(601)
  const mail = await serverReturns()
  await tryNow()
  await expect.poll(delivery, { timeout: 10_000 }).toBe('expired')
  expect(mail.arrived).toEqual([])
  expect((await house.sql.query("select 1 from message where status = 'expired' and body is not null")).rows).toEqual([])
  expect(c.cookies.has('__Host-sid')).toBe(false)
})

test('[ASVS 6.6.2] two codes asked for while the mail server is away: only the last is sent, and only it counts', async () => {
  const { person, c, asks } = await delayed()
  await house.advance(31)
  const second = await asks()
  expect(second.status).toBe(200)
  const mail = await serverReturns()
  await tryNow()
  await expect.poll(() => mail.arrived.length, { timeout: 10_000 }).toBe(1)
  await tryNow()
  const open = "select 1 from message m join jobs._private_jobs j on j.key = m.id where m.status in ('queued', 'delayed')"
  await expect.poll(async () => (await house.sql.query(open)).rows.length, { timeout: 10_000 }).toBe(0)
  expect(mail.arrived).toHaveLength(1)
  const text = mail.arrived[0]?.mail.text ?? ''
  expect(text).toContain(String(second.body['reference']))
  expect(await c.answer(person.factors.email, codeIn(text))).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 6.6.2] a code that was resent is refused, the one sent last is not', async () => {
  const { person, c, asks } = await begun(house.nodes[0])
  const first = codeIn(await house.mailTo(person.email))
  const seen = house.mails.length
  await house.advance(31)
  expect((await asks()).status).toBe(200)
  const second = codeIn(await house.mailTo(person.email, seen))
  expect(await c.answer(person.factors.email, first)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  expect(await c.answer(person.factors.email, second)).toMatchObject({ body: { state: 'granted' } })
})

test.each([
  [595, 200],
  [601, 422],
])('[ASVS 6.5.5] a mailed code counts for ten minutes: after %i s it is answered by %i', async (seconds, status) => {
  const { person, c } = await begun(house.nodes[0])
  const code = codeIn(await house.mailTo(person.email))
  await house.advance(seconds)
  expect((await c.answer(person.factors.email, code)).status).toBe(status)
})
