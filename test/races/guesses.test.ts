/** Promise 4: guesses are counted to the last one, over all logins and processes, and nothing but success takes a count back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passcode } from '../support/client.ts'
import { counted, Patient, type Processes, pastPassword, startProcesses } from '../support/processes.ts'

let house: Processes
beforeAll(async () => {
  house = await startProcesses()
})
afterAll(() => house.stop())

const HOUR = 3601
const EMAIL = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
const turn = (n: number) => house.nodes[n % house.nodes.length]?.url ?? ''
const rows = async (text: string, ...values: unknown[]) => (await house.sql.query(text, values)).rows
const tally = async (user: string, scope: string) =>
  Number((await rows('select failures from tally where user_id = $1 and scope like $2', user, scope))[0]?.failures ?? 0)
/** A passcode that is not right in this minute. */
const wrong = async (secret: string) => {
  const now = await house.now()
  const near = [-2, -1, 0, 1, 2].map((step) => passcode(secret, now + step * 30_000))
  return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !near.includes(code)) ?? ''
}
const right = async (secret: string) => passcode(secret, await house.now())

test('[ASVS 6.6.3] fifty wrong answers on one login: five are judged and counted, the rest wait, and so does the right one', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const [first] = await pastPassword(house.nodes, person, 1)
  const clients = Array.from({ length: 50 }, (_, n) => new Patient(turn(n), first?.cookies))
  const code = await wrong(person.totpSecret)
  const answers = await Promise.all(clients.map((c) => c.answer(person.factors.totp ?? '', code)))
  expect(counted(answers)).toEqual({ '422 login/wrong-answer': 5, '429 login/wait': 45 })
  expect(await tally(person.id, 'second')).toBe(5)
  expect(await tally(person.id, 'factor:%')).toBe(5)
  expect((await rows('select state from login where user_id = $1', person.id))[0]?.state.failures).toBe(5)
  expect((await rows("select 1 from audit where subject = $1 and act = 'login failed totp'", person.id)).length).toBe(5)

  const early = await clients[7]?.answer(person.factors.totp ?? '', await right(person.totpSecret))
  expect(early).toMatchObject({ status: 429, body: { code: 'login/wait' } })
  expect(Number(early?.headers.get('retry-after'))).toBeGreaterThan(20)
  await house.advance(31)
  expect(await clients[7]?.answer(person.factors.totp ?? '', await right(person.totpSecret))).toMatchObject({ body: { state: 'granted' } })
  expect(await tally(person.id, 'second')).toBe(0)
})

test('[ASVS 6.3.1] two hundred passwords at once, the right one among them: no more than the free tries are judged', async () => {
  const person = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }) })
  let barred: () => void = () => undefined
  const firstBarred = new Promise<void>((ok) => {
    barred = ok
  })
  const guesses = Array.from({ length: 199 }, async (_, n) => {
    const answer = await new Patient(turn(n)).start(person.username, `geraten-und-verfehlt-${n}`)
    if (answer.status === 429) barred()
    return answer
  })
  await firstBarred
  const answers = await Promise.all([...guesses, new Patient(turn(199)).start(person.username, person.password)])
  const {
    '201': granted = 0,
    '422 login/wrong-answer': judged = 0,
    '429 login/wait': waits = 0,
    '503 server/busy': busy = 0,
  } = counted(answers)
  // The hash pool may send some away unjudged.
  expect(granted + judged + waits + busy).toBe(200)
  expect({ granted, judged }).toEqual({ granted: 0, judged: 5 })
  expect(await tally(person.id, 'password:%')).toBe(5)
  expect((await new Patient(turn(0)).start(person.username, person.password)).status).toBe(429)
})

test('[ASVS 6.6.3] neither a new login, nor a resend, nor a killed and restarted process refills the tries', async () => {
  const person = await house.person({ account: await house.account(EMAIL) })
  const failing = async (url: string) => {
    const c = new Patient(url)
    await c.start(person.username, person.password)
    expect((await c.post('/logins/current/challenge', { factor: person.factors.email })).status).toBe(200)
    return c.answer(person.factors.email, '0000000')
  }
  expect((await failing(turn(0))).status).toBe(422)
  await house.advance(31)
  expect((await failing(turn(1))).status).toBe(422)
  await house.nodes[0]?.end('SIGKILL')
  await house.nodes[0]?.start()
  await house.advance(61)
  expect((await failing(turn(0))).status).toBe(422)
  await house.advance(121)
  expect((await failing(turn(1))).status).toBe(422)
  expect(await tally(person.id, 'second')).toBe(4)
  await house.advance(241)
  expect((await failing(turn(0))).status).toBe(422)
  const c = new Patient(turn(0))
  await c.start(person.username, person.password)
  expect(await c.answer(person.factors.email, '000000')).toMatchObject({ status: 429, body: { code: 'login/wait' } })
})

test('[ASVS 2.3.2] codes are sent after growing waits, five an hour and ten a day, whoever asks in whichever login', async () => {
  const person = await house.person({ account: await house.account(EMAIL) })
  const ask = async (n: number) => {
    const c = new Patient(turn(n))
    await c.start(person.username, person.password)
    return c.post('/logins/current/challenge', { factor: person.factors.email })
  }
  // Fifty at once on two processes: one goes out.
  const [first, ...others] = await pastPassword(house.nodes, person, 50)
  const crowd = [first, ...others].map((c) => c?.post('/logins/current/challenge', { factor: person.factors.email }))
  expect(counted((await Promise.all(crowd)).flatMap((a) => a ?? []))).toEqual({ 200: 1, '429 message/too-soon': 49 })
  for (const [n, wait] of [30, 60, 120, 240].entries()) {
    expect(await ask(n)).toMatchObject({ status: 429, body: { code: 'message/too-soon' } })
    await house.advance(wait + 1)
    expect((await ask(n)).status).toBe(200)
  }
  expect(await ask(0)).toMatchObject({ status: 429, body: { code: 'login/too-many-codes' } })
  for (let n = 0; n < 5; n++) {
    await house.advance(HOUR)
    expect((await ask(n)).status).toBe(200)
  }
  await house.advance(HOUR)
  const capped = await ask(0)
  expect(capped).toMatchObject({ status: 429, body: { code: 'login/too-many-codes' } })
  expect(Number(capped.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await rows('select 1 from message where user_id = $1', person.id)).length).toBe(10)
  await house.advance(24 * HOUR)
  expect((await ask(1)).status).toBe(200)
})

test('[NIST 3.2.2] a hundred wrong passcodes in a row disable the factor, and the right one is refused from then on', async () => {
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  for (let n = 0; n < 100; n++) {
    await house.advance(HOUR)
    const [c] = await pastPassword([house.nodes[n % 2] ?? { url: '' }], person, 1)
    const { status } = (await c?.answer(person.factors.totp ?? '', await wrong(person.totpSecret))) ?? {}
    if (status !== 422) expect(`try ${n}: ${status}`).toBe('422')
  }
  expect(await rows('select disabled_at is not null as off from factor where id = $1', person.factors.totp)).toEqual([{ off: true }])
  expect(await house.mailTo(person.email)).toMatch(/blocked|100|attempts/i)
  await house.advance(HOUR)
  const [c] = await pastPassword(house.nodes, person, 1)
  const offered = (await c?.get('/logins/current'))?.body['ask']?.['factors'] as unknown as { type: string }[]
  expect(offered.map((f) => f.type)).toEqual(['recovery-code'])
  expect(await c?.answer(person.factors.totp ?? '', await right(person.totpSecret))).toMatchObject({ status: 422 })
  // A hundred wrong codes do not buy an enrolment: the way on is what the person still holds.
  expect((await c?.post('/logins/current/enrolment', { type: 'totp' }))?.status).toBe(409)
  await house.advance(HOUR)
  const [d] = await pastPassword(house.nodes, person, 1)
  expect(await d?.answer(person.factors.codes ?? '', person.codes[0] ?? '')).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 6.1.1] strangers with a hundred wrong passwords shut out unknown devices only: the known one still enters', async () => {
  const person = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }) })
  const owner = new Patient(turn(0))
  expect((await owner.start(person.username, person.password)).body).toMatchObject({ state: 'granted' })
  const known = () => new Patient(turn(1), new Map([['__Host-device', owner.cookies.get('__Host-device') ?? '']]))
  for (let n = 0; n < 100; n++) {
    await house.advance(HOUR)
    const { status } = await new Patient(turn(n)).start(person.username, `geraten-und-verfehlt-${n}`)
    if (status !== 422) expect(`try ${n}: ${status}`).toBe('422')
  }
  await house.advance(HOUR)
  // The stranger is told nothing, right or wrong.
  for (const password of [person.password, 'geraten-und-verfehlt-x'])
    expect(await new Patient(turn(0)).start(person.username, password)).toMatchObject({
      body: { code: expect.stringMatching(/wrong-answer|wait/) },
    })
  expect((await known().start(person.username, person.password)).body).toMatchObject({ state: 'granted' })
  expect(house.mails.filter((m) => m.to.includes(person.email))).toHaveLength(1)
})
