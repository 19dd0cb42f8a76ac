/** Caps on messages beyond what one user asks for: per recipient, per network address, per account and SMS; and notices of one kind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, Client } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { nextPasscode, quiet, signedIn, stepUp } from './steps.ts'

let server: TestServer
let other: string
beforeAll(async () => {
  server = await startServer()
  other = await server.another()
})
afterAll(() => server.stop())

const MAIL = { twoFactor: { types: ['email'], atLeast: 'two-step' } } as const
const SMS = { twoFactor: { types: ['sms'] } } as const
let numbers = 1000
const number = () => `+49171392${++numbers}`
let turns = 0
/** A login of this person that asks for a code, on one of two nodes. */
async function asking(p: Person, address?: string): Promise<Client> {
  const c = new Client(++turns % 2 ? server.url : other)
  if (address) c.address = address
  expect((await c.start(p.username, p.password)).status).toBe(201)
  return c
}
const ask = async (p: Person, factor: string | undefined, address?: string): Promise<Answer> =>
  (await asking(p, address)).post('/logins/current/challenge', { factor })
const codes = (answers: readonly Answer[]) => answers.map(({ status, body }) => `${status} ${String(body['code'] ?? '')}`.trim())
const texts = (number: string) => server.texts.filter((t) => t.to === number)

describe('one mailbox or number', () => {
  test('that many users share gets five an hour from all of them together, in whichever account and spelling', async () => {
    const answers: Answer[] = []
    for (let n = 0; n < 7; n++) {
      const p = await server.person({ account: await server.account(MAIL) })
      const place = { account: p.account.id, user: p.id, column: 'factor.secret' }
      const secret = server.world.seal.seal(JSON.stringify({ address: n % 2 ? 'Shared@mail.example' : 'shared@mail.example' }), place)
      await server.sql.query('update factor set secret = $2 where id = $1', [p.factors.email, secret])
      answers.push(await ask(p, p.factors.email))
    }
    expect(codes(answers)).toEqual([...Array(5).fill('200'), '429 message/cap', '429 message/cap'])
    expect(Number(answers[6]?.headers.get('retry-after'))).toBeGreaterThan(3500)
    await expect.poll(() => server.mails.filter((m) => m.to.toLowerCase() === 'shared@mail.example').length).toBe(5)
  })

  test('has a place again when the first of them is an hour old, and what was refused has taken none', async () => {
    const to = number()
    const people: Person[] = []
    for (let n = 0; n < 8; n++) people.push(await server.person({ account: await server.account(SMS), mobile: to }))
    const one = async (n: number) => codes([await ask(people[n] as Person, people[n]?.factors.sms)])[0]
    for (let n = 0; n < 5; n++) {
      expect(await one(n)).toBe('200')
      await server.advance(60)
    }
    for (let n = 0; n < 3; n++) expect(await one(5)).toBe('429 message/cap')
    await server.advance(3600 - 5 * 60 + 5)
    expect([await one(5), await one(6)]).toEqual(['200', '429 message/cap'])
    await expect.poll(() => texts(to)).toHaveLength(6)
  })
})

describe('one network address', () => {
  test('asks for twenty an hour, for whomever; another one still asks', async () => {
    const account = await server.account(MAIL)
    const here = '198.51.100.20'
    const people: Person[] = []
    for (let n = 0; n < 22; n++) people.push(await server.person({ account }))
    const answers: Answer[] = []
    for (const p of people) answers.push(await ask(p, p.factors.email, here))
    expect(codes(answers)).toEqual([...Array(20).fill('200'), '429 message/cap', '429 message/cap'])
    const last = people[21] as Person
    expect((await ask(last, last.factors.email, '198.51.100.21')).status).toBe(200)
  })

  test('may ask from both halves of what it is given: they are one', async () => {
    const account = await server.account(MAIL)
    const answers: Answer[] = []
    for (let n = 0; n < 21; n++) {
      const p = await server.person({ account })
      answers.push(await ask(p, p.factors.email, `2001:db8:20:1::${n.toString(16)}`))
    }
    expect(codes(answers).at(-1)).toBe('429 message/cap')
  })
})

describe('one account', () => {
  const rules = (account: Account, sms: object) =>
    server.sql.query('update account set sms = $2 where id = $1', [account.id, JSON.stringify(sms)])
  async function people(sms: object, count: number): Promise<{ account: Account; all: Person[] }> {
    const account = await server.account(SMS)
    const all: Person[] = []
    for (let n = 0; n < count; n++) all.push(await server.person({ account, mobile: number() }))
    await rules(account, sms)
    return { account, all }
  }
  const send = async (p: Person | undefined) => (p ? codes([await ask(p, p.factors.sms)])[0] : undefined)

  test('has a budget of SMS a day, in parts, and another account has its own', async () => {
    const { account, all } = await people({ daily: 4 }, 4)
    expect([await send(all[0]), await send(all[1])]).toEqual(['200', '200'])
    // One of them was long: it cost three.
    await expect
      .poll(async () => (await server.sql.query("select 1 from message where account = $1 and status = 'accepted'", [account.id])).rowCount)
      .toBe(2)
    await server.sql.query(
      "update message set parts = 3 where id = (select id from message where account = $1 and channel = 'sms' limit 1)",
      [account.id],
    )
    expect(await send(all[2])).toBe('429 message/budget')
    const elsewhere = await people({ daily: 4 }, 1)
    expect(await send(elsewhere.all[0])).toBe('200')
    await rules(account, { daily: 5 })
    expect([await send(all[2]), await send(all[3])]).toEqual(['200', '429 message/budget'])
    await server.advance(86_401)
    expect(await send(all[3])).toBe('200')
  })

  test('and a month; codes by mail go on', async () => {
    const { account, all } = await people({ monthly: 1 }, 2)
    expect([await send(all[0]), await send(all[1])]).toEqual(['200', '429 message/budget'])
    await server.advance(86_401 * 2)
    expect(await send(all[1])).toBe('429 message/budget')
    await server.advance(86_401 * 28)
    expect(await send(all[1])).toBe('200')
    await server.sql.query(
      "insert into policy select account, 2, jsonb_set(document, '{twoFactor,types}', '[\"email\"]'), author, reason, at from policy where account = $1",
      [account.id],
    )
    await server.sql.query(
      "update policy set document = jsonb_set(document, '{twoFactor,atLeast}', '\"two-step\"') where account = $1 and version = 2",
      [account.id],
    )
    expect((await ask(all[0] as Person, all[0]?.factors.email)).status).toBe(200)
  })

  test('of nothing sends nothing', async () => {
    const { all } = await people({ daily: 0 }, 1)
    expect(await send(all[0])).toBe('429 message/budget')
  })
})

test('a code that is asked for too soon says so, and too many of one’s own are told apart from those of others', async () => {
  const p = await server.person({ account: await server.account(MAIL) })
  expect((await ask(p, p.factors.email)).status).toBe(200)
  const soon = await ask(p, p.factors.email)
  expect(soon).toMatchObject({ status: 429, body: { code: 'message/too-soon' } })
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(25)
  for (const wait of [31, 61, 121, 241]) {
    await server.advance(wait)
    expect((await ask(p, p.factors.email)).status).toBe(200)
  }
  expect(await ask(p, p.factors.email)).toMatchObject({ status: 429, body: { code: 'login/too-many-codes' } })
})

test('a further factor is told each time, and the notice takes no place of a code', async () => {
  const s = await signedIn(server)
  const mails = () => server.mails.filter((m) => m.to === s.p.email).length
  const before = mails()
  for (const n of [1, 2]) {
    const secret = String((await s.c.post('/me/factors', { type: 'totp' })).body['secret'])
    expect(await s.c.post('/me/factors/confirm', { code: await nextPasscode(server, secret) })).toMatchObject({ status: 200 })
    await expect.poll(mails).toBe(before + n)
  }
  expect((await stepUp(server, s)).status).toBe(200)
})

test('notices by SMS are five an hour; what goes on is said by mail alone', async () => {
  const to = number()
  const s = await signedIn(server, { account: await server.account({ twoFactor: { types: ['totp', 'sms'] } }), mobile: to })
  await server.sql.query('update factor set proven_at = 1 where id = $1', [s.p.factors.sms])
  for (let n = 0; n < 4; n++) {
    const secret = String((await s.c.post('/me/factors', { type: 'totp' })).body['secret'])
    const bound = await s.c.post('/me/factors/confirm', { code: await nextPasscode(server, secret) })
    expect((await s.c.delete(`/me/factors/${bound.body['id']}`)).status).toBe(204)
  }
  await expect.poll(() => server.mails.filter((m) => m.to === s.p.email).length).toBe(8)
  await quiet(server)
  expect(texts(to)).toHaveLength(5)
})
