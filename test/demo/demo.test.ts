/** The demo as somebody meets it: two server processes over one database, mail and passcodes from the outbox, one clock for all. */

import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '#demo/people.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import { freePort } from '../support/server.ts'
import { end, newFolder, type Program, ready, run } from './program.ts'

type Letter = { readonly at: string; readonly channel: string; readonly to: string; readonly subject?: string; readonly text: string }
type Phone = { readonly account: string; readonly username: string; readonly secret: string; readonly takenUp: boolean }
type Outbox = {
  readonly now: string
  readonly offsetSeconds: number
  readonly messages: readonly Letter[]
  readonly people: readonly Person[]
  readonly authenticators: readonly Phone[]
}

const folder = newFolder()
let program: Program
let urls: readonly [string, string]
let env: { PORT: string; SALLYPORT_DATA_DIR: string }

beforeAll(async () => {
  const port = await twoFreePorts()
  env = { PORT: String(port), SALLYPORT_DATA_DIR: folder }
  urls = [`http://localhost:${port}`, `http://localhost:${port + 1}`]
  program = run(['demo', '--nodes', '2'], env)
  await ready(program)
}, 60_000)
afterAll(async () => {
  await end(program)
  rmSync(folder, { recursive: true, force: true })
}, 30_000)

async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if (port < 65_535 && (await nobodyAt(port + 1))) return port
  }
}
async function nobodyAt(port: number): Promise<boolean> {
  const probe = createServer().listen(port, 'localhost')
  const free = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  probe.close()
  return free
}

const outbox = async (at = urls[0]): Promise<Outbox> => (await fetch(`${at}/outbox.json`)).json() as Promise<Outbox>
const person = async (username: string): Promise<Person> => {
  const found = (await outbox()).people.find((p) => p.username === username)
  if (!found) throw new Error(`there is no ${username}`)
  return found
}
const send = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(urls[0] + path, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

async function letter(to: string, after: number): Promise<Letter> {
  const all = async () => (await outbox(urls[1])).messages.filter((m) => m.to === to)
  await expect.poll(async () => (await all()).length, { timeout: 5_000 }).toBeGreaterThan(after)
  return (await all()).at(-1) as Letter
}

test('it prints who can sign in how, and that it is ready', () => {
  expect(program.said()).toMatch(/jpetersen\s+korbflechter-morgens-4\s+code by e-mail\s+ready/)
  expect(program.said().trim().split('\n').at(-1)).toBe(`Ready: ${urls[0]}`)
})

test('Jana signs in with a mailed code, begun at one process and ended at the other', async () => {
  const jana = await person('jpetersen')
  const here = new Client(urls[0])
  const login = (await here.start(jana.username, jana.password)).body
  const factor = String(login['ask']?.['factors']?.['0']?.['id'])
  const before = (await outbox()).messages.filter((m) => m.to === jana.email).length
  const { body: sent } = await here.post('/logins/current/challenge', { factor })
  const { text, subject } = await letter(jana.email, before)
  expect(subject).toContain(sent['reference'])
  const there = new Client(urls[1], here.cookies)
  expect((await there.answer(factor, codeIn(text))).body).toMatchObject({ state: 'granted' })
  expect((await there.session()).body).toMatchObject({ user: { username: 'jpetersen' }, strength: 'two-step' })
  expect((await new Client(urls[0], there.cookies).session()).status).toBe(200)
})

test('Giulia signs in with a passcode; moving the clock ends her session at every process at once', async () => {
  const giulia = await person('gferraro')
  const secret = giulia.factors.find((f) => f.type === 'totp')?.secret ?? ''
  const here = new Client(urls[0])
  const login = (await here.start(giulia.username, giulia.password)).body
  const { now } = await outbox()
  expect((await here.answer(String(login['ask']?.['factors']?.['0']?.['id']), passcode(secret, Date.parse(now)))).body).toMatchObject({
    state: 'granted',
  })
  const both = [here, new Client(urls[1], here.cookies)]
  for (const client of both) expect((await client.session()).status).toBe(200)
  const moved = await send('POST', '/outbox/clock', { advance: 3600 })
  expect(moved.status).toBe(200)
  expect(Date.parse(((await moved.json()) as Outbox).now) - Date.parse(now)).toBeGreaterThanOrEqual(3_600_000)
  for (const client of both) expect((await client.session()).status).toBe(401)
  for (const url of urls) expect((await outbox(url)).offsetSeconds).toBe(3600)
})

test('Sara sets up an app; the outbox then knows her secret, and whose phone has it', async () => {
  const sara = await person('scolombo')
  expect(sara).toMatchObject({ state: 'to-enrol', factors: [], mayEnrol: ['totp'] })
  const client = new Client(urls[0])
  const login = (await client.start(sara.username, sara.password)).body
  const contact = String(login['ask']?.['contacts']?.['0']?.['id'])
  const before = (await outbox()).messages.filter((m) => m.to === sara.email).length
  await client.post('/logins/current/challenge', { factor: contact })
  await client.answer(contact, codeIn((await letter(sara.email, before)).text))
  const { body: shown } = await client.post('/logins/current/enrolment', { type: 'totp' })
  const secret = String(shown['secret'])
  expect((await send('POST', '/outbox/authenticators', { secret: shown['uri'] })).status).toBe(201)
  const phone = async () => (await outbox()).authenticators.filter((a) => a.secret === secret)
  expect(await phone()).toEqual([{ account: 'Posta Chiara (Sallyport)', username: 'scolombo', secret, takenUp: true }])
  await client.post('/logins/current/enrolment/confirm', { code: passcode(secret, Date.parse((await outbox()).now)) })
  await client.post('/logins/current/recovery-codes', { kept: true })
  expect((await client.session()).status).toBe(200)
  expect(await person('scolombo')).toMatchObject({ state: 'ready', factors: [{ type: 'totp', secret }, { type: 'recovery-code' }] })
  expect((await send('DELETE', '/outbox/authenticators', { secret })).status).toBe(204)
  expect(await phone()).toEqual([{ account: 'Posta Chiara', username: 'scolombo', secret, takenUp: false }])
})

test('a new password is shown in the outbox', async () => {
  const birte = await person('bnissen')
  const client = new Client(urls[0])
  const login = (await client.start(birte.username, birte.password)).body
  const factor = String(login['ask']?.['factors']?.['0']?.['id'])
  const before = (await outbox()).messages.filter((m) => m.to === birte.email).length
  await client.post('/logins/current/challenge', { factor })
  await client.answer(factor, codeIn((await letter(birte.email, before)).text))
  await client.post('/logins/current/password', { password: 'schuhlöffel-aus-messing' })
  expect(await person('bnissen')).toMatchObject({ state: 'ready', password: 'schuhlöffel-aus-messing' })
})

test('the link in the invitation of a fresh demo works', async () => {
  const nicola = await person('nserra')
  expect(nicola).toMatchObject({ state: 'invited', password: '' })
  const { text } = await letter(nicola.email, 0)
  const token = /invitation#([\w-]{43})/.exec(text)?.[1]
  const { body } = await new Client(urls[0]).post('/invitations/look', { token })
  expect(body).toMatchObject({ username: 'nserra', account: { slug: 'posta-chiara' } })
})

test('locked and disabled people get no session with the right password', async () => {
  for (const username of ['tketelsen', 'mferri', 'fboysen', 'lgatti']) {
    const { password } = await person(username)
    const client = new Client(urls[0])
    const { status, body } = await client.start(username, password)
    expect(status === 201 ? body['reason'] : body['code'], username).toMatch(/^(user-closed|login\/wrong-answer|login\/wait)$/)
    expect((await client.session()).status).toBe(401)
  }
})

test.each([
  ['a foreign page', { origin: 'https://foreign.example' }, 403],
  ['a foreign site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a form', { 'content-type': 'text/plain' }, 415],
])('%s cannot move the clock', async (_who, headers, status) => {
  const before = (await outbox()).offsetSeconds
  expect((await send('POST', '/outbox/clock', { advance: 60 }, headers)).status).toBe(status)
  expect((await outbox()).offsetSeconds).toBe(before)
})

test('a page of the neighbouring process may', async () => {
  expect((await send('POST', '/outbox/clock', { advance: 1 }, { origin: urls[1] })).status).toBe(200)
})

test.each([[-1], [1.5], ['60'], [null], [[60]], [400 * 86_400 + 1]])('the clock does not move by %j', async (advance) => {
  const answer = await send('POST', '/outbox/clock', { advance })
  expect(answer.status).toBe(422)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
})

test('the page comes with the policy of every page, and an unknown host gets nothing', async () => {
  const page = await fetch(`${urls[0]}/outbox`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const port = new URL(urls[0]).port
  expect(await statusAt(Number(port), 'attacker.example')).toContain(' 421 ')
  expect(await statusAt(Number(port), `localhost:${port}`)).toContain(' 200 ')
})

/** `fetch` names its own host, so this is written by hand. */
async function statusAt(port: number, host: string): Promise<string> {
  const { connect } = await import('node:net')
  const socket = connect(port, 'localhost').setEncoding('utf8')
  socket.write(`GET /outbox.json HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let said = ''
  for await (const part of socket) said += part
  return said.split('\r\n')[0] ?? ''
}

test('a taken port is said, before anything is started', async () => {
  const second = run(['demo'], { ...env, SALLYPORT_DATA_DIR: `${folder}-second` })
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(`Port ${env.PORT} is taken`)
})

test('ended and started again it is as it was left; serve refuses it', async () => {
  expect(await end(program)).toBe(0)
  const served = run(['serve'], env)
  expect(await served.ended).toBe(1)
  expect(served.said()).toContain('belongs to a demo')
  program = run(['demo'], env)
  await ready(program)
  expect(await person('bnissen')).toMatchObject({ password: 'schuhlöffel-aus-messing' })
  expect((await outbox()).offsetSeconds).toBeGreaterThanOrEqual(3600)
}, 60_000)
