/** SMS in the demo: caught like mail, one by one on a handset; who is asked by it signs in, who may choose it binds it, who has no number gives one. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Person } from '#demo/people.ts'
import { Client } from '../support/client.ts'
import { freePort } from '../support/server.ts'
import { end, newFolder, type Program, ready, run } from './program.ts'

type Caught = { readonly at: string; readonly channel: string; readonly to: string; readonly toSpoken?: string; readonly text: string }
type Outbox = {
  readonly messages: readonly (Caught & { from?: string; account?: string; subject?: string })[]
  readonly people: readonly Person[]
}

const folder = newFolder()
let program: Program
let url = ''
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  program = run(['demo'], { PORT: String(port), SALLYPORT_DATA_DIR: folder })
  await ready(program)
}, 60_000)
afterAll(async () => {
  await end(program)
  rmSync(folder, { recursive: true, force: true })
}, 30_000)

const outbox = async (): Promise<Outbox> => (await fetch(`${url}/outbox.json`)).json() as Promise<Outbox>
async function person(username: string): Promise<Person> {
  const found = (await outbox()).people.find((p) => p.username === username)
  return found ?? expect.fail(`there is no ${username}`)
}
/** The newest SMS to a number, once there are more than `before`. */
const smsTo = (to: string, before = 0) =>
  vi.waitFor(
    async () => {
      const all = (await outbox()).messages.filter((m) => m.channel === 'sms' && m.to === to)
      expect(all.length).toBeGreaterThan(before)
      return all.at(-1) ?? expect.fail()
    },
    { timeout: 10_000, interval: 50 },
  )
const codeOf = (text: string): string => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? ''

type Offered = readonly { readonly id: string; readonly type: string }[]
type Ask = { readonly factors?: Offered; readonly contacts?: Offered }

async function begun(p: Person): Promise<{ c: Client; ask: Ask }> {
  const c = new Client(url)
  const { body } = await c.start(p.username, p.password)
  return { c, ask: body['ask'] as unknown as Ask }
}
async function past(p: Person): Promise<Client> {
  const { c, ask } = await begun(p)
  const contact = ask.contacts?.[0]
  await c.post('/logins/current/challenge', { factor: contact?.id })
  const mail = await vi.waitFor(
    async () => (await outbox()).messages.findLast((m) => m.to === p.email && /^\d{6}$/m.test(m.text)) ?? expect.fail(),
    { timeout: 10_000, interval: 50 },
  )
  await c.answer(String(contact?.id), codeOf(mail.text))
  return c
}

test('whoever is asked by SMS signs in by the code that the outbox shows', async () => {
  const katrin = await person('kpaulsen')
  expect(katrin).toMatchObject({ state: 'ready', mobile: '+491713920018', mobileSpoken: '+49 171 3920018' })
  expect(katrin.factors.map((f) => f.type)).toEqual(['sms', 'recovery-code'])
  const { c, ask } = await begun(katrin)
  const factor = ask.factors?.find((f) => f.type === 'sms')
  await c.post('/logins/current/challenge', { factor: factor?.id })
  const sms = await smsTo('+491713920018')
  expect(sms).toMatchObject({ toSpoken: '+49 171 3920018', from: 'Sallyport', account: 'Nordlicht Versand' })
  expect(sms.subject).toBeUndefined()
  expect(await c.answer(String(factor?.id), codeOf(sms.text))).toMatchObject({ body: { state: 'granted' } })
})

test('a number on record is bound without being typed; where there is none, one is given, and the outbox knows it', async () => {
  const megan = await person('mcarter')
  const chooses = await past(megan)
  expect(await chooses.post('/logins/current/enrolment', { type: 'sms' })).toMatchObject({
    status: 200,
    body: { sentTo: expect.any(String) },
  })
  const first = await smsTo('+491713920045')
  expect((await chooses.post('/logins/current/enrolment/confirm', { code: codeOf(first.text) })).status).toBe(200)

  const nils = await person('nfeddersen')
  expect(nils.mobile).toBeUndefined()
  const types = await past(nils)
  const given = await types.post('/logins/current/enrolment', { type: 'sms', number: '0171 39200-63' })
  expect(given).toMatchObject({ status: 200, body: { sentTo: expect.stringContaining('63') } })
  const second = await smsTo('+491713920063')
  expect((await types.post('/logins/current/enrolment/confirm', { code: codeOf(second.text) })).status).toBe(200)
  expect(await person('nfeddersen')).toMatchObject({ mobile: '+491713920063' })
  for (const name of ['mcarter', 'nfeddersen']) expect((await person(name)).factors.map((f) => f.type)).toContain('sms')
})
