/** Limits that no single user's row holds, under fire on two processes: addresses, recipients, clocks that are explained. Neither a restart nor another node refills them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passcode } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { counted, Patient, type Processes, pastPassword, startProcesses } from '../support/processes.ts'

let house: Processes
beforeAll(async () => {
  house = await startProcesses()
})
afterAll(() => house.stop())

const MAIL = { twoFactor: { types: ['email'], atLeast: 'two-step' } } as const
const turn = (n: number) => house.nodes[n % house.nodes.length]?.url ?? ''
const rows = async (text: string, ...values: unknown[]) => (await house.sql.query(text, values)).rows
const range = (count: number) => Array.from({ length: count }, (_, n) => n)
function at(n: number, address: string, cookies?: ReadonlyMap<string, string>): Patient {
  const c = new Patient(turn(n), cookies)
  c.address = address
  return c
}

test('[ASVS 6.3.1] eighty names at once from one address: ten are judged, the rest are held up, and so is the right password', async () => {
  const here = '203.0.113.1'
  const person = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }) })
  const answers = await Promise.all(range(80).map((n) => at(n, here).start(`nobody-${n}`, 'geraten-und-verfehlt')))
  expect(counted(answers)).toEqual({ '422 login/wrong-answer': 10, '429 login/from-here': 70 })
  expect(counted([await at(0, here).start(person.username, person.password)])).toEqual({ '429 login/from-here': 1 })
  await house.nodes[0]?.end('SIGKILL')
  await house.nodes[0]?.start()
  expect(counted([await at(0, here).start(person.username, person.password)])).toEqual({ '429 login/from-here': 1 })
  expect(counted([await at(0, '203.0.113.2').start(person.username, person.password)])).toEqual({ '201': 1 })
  await house.advance(601)
  expect(counted([await at(1, here).start(person.username, person.password)])).toEqual({ '201': 1 })
})

test('[ASVS 6.6.3] wrong second answers of many people at once, from one address: ten are judged and counted', async () => {
  const here = '203.0.113.3'
  const account = await house.account()
  const people = await Promise.all(range(6).map(() => house.person({ account, totp: true, codes: true })))
  const clients = await Promise.all(people.map(async (p) => ({ p, c: (await pastPassword(house.nodes, p, 1))[0] })))
  const answers = await Promise.all(
    range(24).map((n) => {
      const { p, c } = clients[n % clients.length] as (typeof clients)[number]
      return at(n, here, c?.cookies).answer(p.factors.totp ?? '', 'no passcode')
    }),
  )
  expect(counted(answers)).toEqual({ '422 login/wrong-answer': 10, '429 login/from-here': 14 })
  const tallies = await rows(
    "select sum(failures) as n from tally where scope = 'second' and user_id = any ($1)",
    people.map((p) => p.id),
  )
  expect(Number(tallies[0]?.n)).toBe(10)
})

test('[ASVS 2.4.1] twelve people of one mailbox ask for a code at once: five are sent, on whichever node', async () => {
  const people = await Promise.all(range(12).map(async () => house.person({ account: await house.account(MAIL) })))
  for (const p of people) {
    const place = { account: p.account.id, user: p.id, column: 'factor.secret' }
    const secret = house.world.seal.seal(JSON.stringify({ address: 'everybody@mail.example' }), place)
    await house.sql.query('update factor set secret = $2 where id = $1', [p.factors.email, secret])
  }
  const asked = async (p: Person, n: number) => {
    const [c] = await pastPassword([house.nodes[n % 2] ?? { url: '' }], p, 1)
    return c?.post('/logins/current/challenge', { factor: p.factors.email })
  }
  const answers = (await Promise.all(people.map(asked))).flatMap((a) => a ?? [])
  expect(counted(answers)).toEqual({ '200': 5, '429 message/cap': 7 })
  await house.nodes[1]?.end('SIGKILL')
  await house.nodes[1]?.start()
  expect(counted((await Promise.all(people.slice(0, 1).map((p) => asked(p, 1)))).flatMap((a) => a ?? []))).not.toHaveProperty('200')
  expect(
    await rows(
      'select 1 from message where user_id = any ($1) and factor is not null',
      people.map((p) => p.id),
    ),
  ).toHaveLength(5)
})

test('[ASVS 2.4.1] thirty people at one address ask at once: twenty are sent', async () => {
  const here = '203.0.113.4'
  const account = await house.account(MAIL)
  const people = await Promise.all(range(30).map(() => house.person({ account })))
  const clients: { p: Person; c: Patient | undefined }[] = []
  for (const p of people) clients.push({ p, c: (await pastPassword(house.nodes, p, 1))[0] })
  const answers = await Promise.all(
    clients.map(({ p, c }, n) => at(n, here, c?.cookies).post('/logins/current/challenge', { factor: p.factors.email })),
  )
  expect(counted(answers)).toEqual({ '200': 20, '429 message/cap': 10 })
})

test('[ASVS 6.5.1] an explained passcode, sent forty times at once to two processes, is explained once and opens nothing, then or at its time', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const logins = await pastPassword(house.nodes, person, 4)
  const early = passcode(person.totpSecret, (await house.now()) + 300_000)
  const answer = (n: number) => new Patient(turn(n), logins[n % 4]?.cookies).answer(person.factors.totp ?? '', early)
  const answers = await Promise.all(range(40).map(answer))
  expect(answers.filter((a) => (a.body as { clock?: object }).clock !== undefined)).toHaveLength(1)
  expect(counted(answers)).toEqual({ '422 login/wrong-answer': 6, '429 login/wait': 34 })
  await house.advance(300)
  const later = await Promise.all(range(10).map(answer))
  expect(later.every((a) => a.status === 422 || a.status === 429)).toBe(true)
  expect(await rows('select 1 from session where user_id = $1', person.id)).toEqual([])
  expect((await rows('select last_step from factor where id = $1', person.factors.totp))[0]).toEqual({ last_step: '-1' })
})

test('an older phone is retired once, by the first use of the newer one, however many logins it answers at once', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const newer = await house.person({ account: person.account, totp: true })
  const place = (id: string) => ({ account: person.account.id, user: id, column: 'factor.secret' })
  const [{ secret } = { secret: '' }] = await rows('select secret from factor where id = $1', newer.factors.totp)
  const moved = house.world.seal.seal(house.world.seal.open(secret, place(newer.id)), place(person.id))
  await house.sql.query('update factor set user_id = $2, secret = $3, replaces = $4 where id = $1', [
    newer.factors.totp,
    person.id,
    moved,
    person.factors.totp,
  ])
  const logins = await pastPassword(house.nodes, person, 6)
  const code = passcode(newer.totpSecret, await house.now())
  const answers = await Promise.all(logins.map((c) => c.answer(newer.factors.totp ?? '', code)))
  expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
  expect(await rows("select id, replaces from factor where user_id = $1 and type = 'totp'", person.id)).toEqual([
    { id: newer.factors.totp, replaces: null },
  ])
  expect(await rows("select 1 from audit where subject = $1 and act = 'factor retired totp'", person.id)).toHaveLength(1)
  expect(await house.mailTo(person.email)).toMatch(/phone|passcode/i)
})
