/** Promises 3 and 7 for contacts: proven once, taken back once, and whoever says no wins over whoever says yes at the same moment; two processes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeOverDue } from '#actions/contact/due.ts'
import { type Client, codeIn, passcode } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { counted, Patient, type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
beforeAll(async () => {
  house = await startProcesses()
})
afterAll(() => house.stop())

const turn = (n: number) => house.nodes[n % house.nodes.length]?.url ?? ''
const tokenIn = (text: string) => /\/revert#([\w-]{43})/.exec(text)?.[1] ?? ''
let made = 0
const address = () => `new-${++made}@elsewhere.example`
const mailboxes = async (user: string) =>
  (await house.sql.query("select id, state, usable from factor where user_id = $1 and type = 'email' order by created_at", [user])).rows

async function signedIn(permissions: readonly string[] = [], account?: Person['account']): Promise<{ c: Patient; p: Person }> {
  const p = await house.person({ account: account ?? (await house.account()), totp: true, codes: true, permissions })
  const c = new Patient(turn(0))
  await c.start(p.username, p.password)
  await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await house.now()))
  await c.session()
  return { c, p }
}

/** The same browser, many times over, on both processes in turn. */
const crowd = (c: Client, n: number): Patient[] =>
  Array.from({ length: n }, (_, i) => {
    const one = new Patient(turn(i), c.cookies)
    one.csrf = c.csrf
    return one
  })

test('a contact is proposed once, by ten at once: one code leaves, the rest wait', async () => {
  const { c, p } = await signedIn()
  const values = Array.from({ length: 10 }, address)
  const answers = await Promise.all(crowd(c, 10).map((one, n) => one.post('/me/contacts', { kind: 'mail', value: values[n] })))
  expect(counted(answers)).toEqual({ 201: 1, '429 message/too-soon': 9 })
  expect((await mailboxes(p.id)).map((m) => m.state)).toEqual(['stored', 'proposed'])
})

test('[ASVS 6.5.1] a contact is proven once, by ten at once: one takes over, and the old one is told once', async () => {
  const { c, p } = await signedIn()
  const value = address()
  const { body } = await c.post('/me/contacts', { kind: 'mail', value })
  const code = codeIn(await house.mailTo(value))
  const answers = await Promise.all(crowd(c, 10).map((one) => one.post('/me/contacts/prove', { id: body['id'], code })))
  expect(counted(answers)).toEqual({ 200: 1, '409 contact/none': 9 })
  expect(await mailboxes(p.id)).toEqual([{ id: body['id'], state: 'stored', usable: true }])
  const told = await house.sql.query("select 1 from message where user_id = $1 and template = 'contact-changed'", [p.id])
  expect(told.rowCount).toBe(2)
})

test('[ASVS 6.4.1] a change is taken back once: fifty at once, two processes', async () => {
  const { c, p } = await signedIn()
  const value = address()
  const { body } = await c.post('/me/contacts', { kind: 'mail', value })
  await c.post('/me/contacts/prove', { id: body['id'], code: codeIn(await house.mailTo(value)) })
  const token = tokenIn(await house.mailTo(p.email))
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => new Patient(turn(n)).post('/contacts/revert', { token })))
  expect(counted(answers)).toEqual({ 200: 1, '410 link/invalid': 49 })
  expect(await mailboxes(p.id)).toEqual([{ id: body['id'], state: 'stored', usable: false }])
  expect((await c.get('/session')).status).toBe(401)
})

test('proven, taken back and due at the same moment: whatever came first, nothing goes to the new contact', async () => {
  for (let round = 0; round < 4; round++) {
    const { c, p } = await signedIn()
    const admin = await signedIn(['users.edit'], p.account)
    const value = address()
    const proposed = await admin.c.call('PUT', `/users/${p.id}/contacts`, { kind: 'mail', value, reason: 'race' })
    const id = String(proposed.body['id'])
    await c.post('/me/contacts/resend', { id })
    const code = codeIn(await house.mailTo(value))
    const token = tokenIn(await house.mailTo(p.email))
    await house.sql.query('update factor set takes_over_at = now_ms() where id = $1', [id])
    await Promise.all([
      c.post('/me/contacts/prove', { id, code }),
      takeOverDue(house.world),
      new Patient(turn(1)).post('/contacts/revert', { token }),
    ])
    expect((await mailboxes(p.id)).filter((m) => m.id === id && m.usable)).toEqual([])
    expect((await mailboxes(p.id)).filter((m) => m.state === 'proposed')).toEqual([])
  }
})
