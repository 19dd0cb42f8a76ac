/** SMS through the whole house: a real gateway with a handset, and providers that refuse, fall silent, lose what they took or speak twice. Nobody gets in for it, and everybody gets in all the same. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSender, type Provider } from '#delivery/sms/index.ts'
import { deliverMessage } from '#jobs/deliver.ts'
import { prune } from '#store/pruning.ts'
import { type SmsServer, smsServer } from '../delivery/sms-server.ts'
import { Client, codeInSms } from '../support/client.ts'
import { startKannel } from '../support/kannel.ts'
import { startProcesses } from '../support/processes.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SMS = { twoFactor: { mode: 'everyone', types: ['sms', 'totp'], atLeast: 'strong' } } as const
const SOON = { timeout: 10_000 }
let numbers = 10

/** Somebody past the password, who has asked for a code by SMS and can see what became of it. */
async function asked(house: Pick<TestServer, 'person' | 'account' | 'url' | 'sql'>) {
  const mobile = `+4917139200${++numbers}`
  const person = await house.person({ account: await house.account(SMS), way: 'sms', mobile })
  const factor = person.factors.sms ?? ''
  const c = new Client(house.url)
  await c.start(person.username, person.password)
  const again = () => c.post('/logins/current/challenge', { factor })
  const sent = async () => (await c.get('/logins/current')).body['ask']?.['sent'] ?? {}
  expect((await again()).status).toBe(200)
  return {
    c,
    mobile,
    person,
    again,
    sent,
    delivery: async () => String((await sent())['delivery']),
    answer: (text: string) => c.answer(factor, codeInSms(text)),
    message: async () =>
      (
        await house.sql.query(
          'select id, status, reason, tried, parts, body, delivered_at from message where user_id = $1 order by created_at',
          [person.id],
        )
      ).rows.at(-1),
  }
}
const ways = (tried: readonly { provider: string; went: string }[]) => tried.map((t) => `${t.provider} ${t.went}`)
const granted = { status: 200, body: { state: 'granted' } }

let house: TestServer
const providers: SmsServer[] = []
const [FIRST, SECOND, THIRD] = [0, 1, 2] as const
const provider = (n: number): SmsServer => providers[n] as SmsServer
beforeAll(async () => {
  for (const kind of ['kannel', 'twilio', 'http'] as const) providers.push(await smsServer(kind))
  // Half an hour between two looks at the clock: no provider is spared because it failed in the test before.
  let clock = 0
  const now = () => {
    clock += 1_800_000
    return clock
  }
  house = await startServer({ sms: providers.map((p) => p.url).join(' '), timeoutMs: 400, now })
})
afterAll(async () => {
  await house.stop()
  await Promise.all(providers.map((p) => p.close()))
})
beforeEach(() => {
  for (const p of providers) {
    p.state.mode = 'accepts'
    p.asked.length = 0
  }
})
/** The queue tries again after seconds that grow: this makes it now. */
const tryNow = () => house.sql.query('update jobs._private_jobs set run_at = now() where locked_at is null')
const idle = () =>
  expect.poll(async () => (await house.sql.query('select 1 from jobs._private_jobs where key is not null')).rows, SOON).toEqual([])

// No number, no code and no word of a text may lie anywhere beside the sealed body.
afterEach(async () => {
  const { rows } = await house.sql.query(
    "select m.reason, m.tried::text, j.last_error from message m left join jobs._private_jobs j on j.key = m.id where m.channel = 'sms'",
  )
  expect(JSON.stringify(rows)).not.toMatch(/\+49|39200|Acme|reference/)
})

test('[MW-9] an SMS through a real gateway: the page says that the handset has it, and its code opens the session', async () => {
  const gateway = await startKannel()
  const real = await startProcesses({ count: 1, env: { SALLYPORT_SMS: gateway.url } })
  try {
    const { delivery, sent, answer, mobile, message } = await asked({ ...real, url: real.nodes[0]?.url ?? '' })
    const text = await gateway.textTo(mobile)
    expect(text).toMatch(/^Your code for Acme \d+: \d{6} \(reference [A-Z]{3}\)\. Valid until \d\d:\d\d\. .*\n@localhost #\d{6}$/)
    await expect.poll(delivery, SOON).toBe('delivered')
    expect(await sent()).toMatchObject({
      channel: 'sms',
      reference: /reference ([A-Z]{3})/.exec(text)?.[1],
      deliveredAt: expect.any(String),
    })
    expect(await answer('no code')).toMatchObject({ status: 422 })
    expect(await answer(text)).toMatchObject(granted)
    expect(real.nodes[0]?.output()).toBe('')
    expect(await message()).toMatchObject({ status: 'delivered', body: null, parts: 1, tried: [{ provider: 'kannel', went: 'delivered' }] })
  } finally {
    await real.stop()
    await gateway.stop()
  }
})

test('[ASVS 6.6.2] two codes reach a handset that was off, the older one late: it is refused, the one asked for last is not', async () => {
  const gateway = await startKannel()
  const real = await startServer({ sms: gateway.url })
  try {
    await gateway.switchOff()
    const { again, answer, delivery } = await asked(real)
    await expect.poll(delivery, SOON).toBe('accepted')
    await real.advance(31)
    expect((await again()).status).toBe(200)
    await expect.poll(delivery, SOON).toBe('accepted')
    await gateway.switchOn()
    await expect.poll(() => gateway.arrived().length, SOON).toBe(2)
    const [first, second] = gateway.arrived().map((sms) => sms.text)
    expect(await answer(first ?? '')).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
    expect(await answer(second ?? '')).toMatchObject(granted)
  } finally {
    await real.stop()
    await gateway.stop()
  }
})

test('[ASVS 16.5.2] the gateway is killed: the next provider brings the code within its life, and the person still gets in', async () => {
  const gateway = await startKannel()
  const real = await startServer({ sms: `${gateway.url} ${provider(THIRD).url}` })
  try {
    const before = await asked(real)
    expect(await before.answer(await gateway.textTo(before.mobile))).toMatchObject(granted)
    await gateway.kill()
    const { delivery, answer, message, mobile } = await asked(real)
    await expect.poll(delivery, SOON).toBe('accepted')
    expect(provider(THIRD).asked.map((a) => a.to)).toEqual([mobile])
    expect(await answer(provider(THIRD).asked[0]?.text ?? '')).toMatchObject(granted)
    expect(ways((await message()).tried)).toEqual(['kannel later', 'http accepted'])
  } finally {
    await real.stop()
    await gateway.stop()
  }
})

test.each(['refuses', 'is busy', 'locks us out', 'redirects'] as const)(
  'one that %s costs nobody the code: the next is asked at once with the same words',
  async (mode) => {
    provider(FIRST).state.mode = mode
    const { delivery, answer, message } = await asked(house)
    await expect.poll(delivery, SOON).toBe('accepted')
    const texts = providers.flatMap((p) => p.asked.map((a) => a.text))
    expect(new Set(texts).size).toBe(1)
    expect(texts).toHaveLength(2)
    expect(await answer(texts[1] ?? '')).toMatchObject(granted)
    expect(ways((await message()).tried)[1]).toBe('twilio accepted')
  },
)

test.each(['takes, then falls silent', 'cuts', 'answers garbage', 'answers as none does'] as const)(
  'one that %s may have sent it: the next is asked, and that one never again for this message',
  async (mode) => {
    for (const n of [FIRST, SECOND]) provider(n).state.mode = mode
    provider(THIRD).state.mode = 'is busy'
    const { delivery, message } = await asked(house)
    await expect.poll(delivery, SOON).toBe('delayed')
    provider(FIRST).state.mode = 'accepts'
    provider(SECOND).state.mode = 'accepts'
    provider(THIRD).state.mode = 'accepts'
    await tryNow()
    await expect.poll(delivery, SOON).toBe('accepted')
    expect(providers.map((p) => p.asked.length)).toEqual([1, 1, 2])
    expect(ways((await message()).tried)).toEqual(['kannel unknown', 'twilio unknown', 'http accepted'])
    // The person has two SMS with one code; a report settles it.
    expect(await provider(FIRST).report(provider(FIRST).asked[0], true)).toBe(204)
    expect(await delivery()).toBe('delivered')
  },
)

test('accepted, then not delivered: the next provider brings the same code while it counts', async () => {
  const { delivery, answer, message } = await asked(house)
  await expect.poll(delivery, SOON).toBe('accepted')
  expect((await message()).body).not.toBeNull()
  const [first] = provider(FIRST).asked as [SmsServer['asked'][0]]
  expect(await provider(FIRST).report(first, false)).toBe(204)
  await expect.poll(() => provider(SECOND).asked.length, SOON).toBe(1)
  const [second] = provider(SECOND).asked as [SmsServer['asked'][0]]
  expect(second.text).toBe(first.text)
  await expect.poll(delivery, SOON).toBe('accepted')
  expect(await provider(SECOND).report(second, true)).toBe(204)
  expect(await delivery()).toBe('delivered')
  expect(await message()).toMatchObject({ body: null, delivered_at: expect.any(String) })
  expect(await answer(second.text)).toMatchObject(granted)
})

test('reports that come twice, late or against one another send nothing and bring nothing back', async () => {
  const { delivery } = await asked(house)
  await expect.poll(delivery, SOON).toBe('accepted')
  const [first] = provider(FIRST).asked as [SmsServer['asked'][0]]
  for (let n = 0; n < 3; n++) expect(await provider(FIRST).report(first, false)).toBe(204)
  await expect.poll(() => provider(SECOND).asked.length, SOON).toBe(1)
  await expect.poll(delivery, SOON).toBe('accepted')
  expect(await provider(FIRST).report(first, false)).toBe(204)
  const [second] = provider(SECOND).asked as [SmsServer['asked'][0]]
  for (const arrived of [true, true, false]) expect(await provider(SECOND).report(second, arrived)).toBe(204)
  await idle()
  expect(await delivery()).toBe('delivered')
  expect(providers.map((p) => p.asked.length)).toEqual([1, 1, 0])
})

test('nobody can deliver it: told as not delivered, and its text is forgotten', async () => {
  const { delivery, message } = await asked(house)
  for (const n of [FIRST, SECOND, THIRD]) {
    await expect.poll(() => provider(n).asked.length, SOON).toBe(1)
    await expect.poll(delivery, SOON).toBe('accepted')
    await provider(n).report(provider(n).asked[0], false)
  }
  await idle()
  expect(await message()).toMatchObject({ status: 'undelivered', body: null })
})

test('[ASVS 6.6.2] a code that was replaced is not brought by another provider, whatever is reported of it', async () => {
  const { again, delivery } = await asked(house)
  await expect.poll(delivery, SOON).toBe('accepted')
  await house.advance(31)
  expect((await again()).status).toBe(200)
  await expect.poll(() => provider(FIRST).asked.length, SOON).toBe(2)
  await expect.poll(delivery, SOON).toBe('accepted')
  expect(await provider(FIRST).report(provider(FIRST).asked[0], false)).toBe(204)
  await idle()
  expect(provider(SECOND).asked).toEqual([])
  expect(await delivery()).toBe('accepted')
})

test('[ASVS 6.5.5] a code whose time is over, or that was used, is not brought by another provider', async () => {
  const late = await asked(house)
  await expect.poll(late.delivery, SOON).toBe('accepted')
  const used = await asked(house)
  await expect.poll(used.delivery, SOON).toBe('accepted')
  const [first, second] = provider(FIRST).asked as [SmsServer['asked'][0], SmsServer['asked'][0]]
  expect(await used.answer(second.text)).toMatchObject(granted)
  expect(await provider(FIRST).report(second, false)).toBe(204)
  await house.advance(301)
  expect(await provider(FIRST).report(first, false)).toBe(204)
  await idle()
  expect(provider(SECOND).asked).toEqual([])
  expect([await late.message(), await used.message()]).toMatchObject([
    { status: 'undelivered', body: null },
    { status: 'undelivered', body: null },
  ])
})

test('[ASVS 16.5.2] all are busy: told as delayed, and sent when one is back; after its time it is not sent', async () => {
  for (const p of providers) p.state.mode = 'is busy'
  const one = await asked(house)
  await expect.poll(one.delivery, SOON).toBe('delayed')
  expect(one.c.cookies.has('__Host-sid')).toBe(false)
  const other = await asked(house)
  await expect.poll(other.delivery, SOON).toBe('delayed')
  provider(SECOND).state.mode = 'accepts'
  provider(SECOND).asked.length = 0
  await house.sql.query('update jobs._private_jobs set run_at = now() where key = $1', [(await one.message()).id])
  await expect.poll(one.delivery, SOON).toBe('accepted')
  expect(await one.answer(provider(SECOND).asked[0]?.text ?? '')).toMatchObject(granted)
  await house.advance(301)
  await tryNow()
  await expect.poll(async () => (await other.message()).status, SOON).toBe('expired')
  expect(provider(SECOND).asked).toHaveLength(1)
})

test('all refuse: told as failed at once, and nobody tries again', async () => {
  for (const p of providers) p.state.mode = 'refuses'
  const { delivery, message } = await asked(house)
  await expect.poll(delivery, SOON).toBe('failed')
  expect(await message()).toMatchObject({ body: null, reason: 'kannel: 400, twilio: 400 (21211), http: 422' })
  await idle()
  expect(providers.map((p) => p.asked.length)).toEqual([1, 1, 1])
})

test('a process that dies while it asks a provider: after the restart another is asked, not that one again', async () => {
  for (const p of providers) p.state.mode = 'is busy'
  const { person, delivery, message } = await asked(house)
  await expect.poll(delivery, SOON).toBe('delayed')
  const { id } = await message()
  await house.sql.query("update message set tried = '[]' where id = $1", [id])
  const seen: string[] = []
  const one = (name: string, dies: boolean): Provider => ({
    name,
    async send() {
      seen.push(name)
      if (dies) throw new Error('gone')
      return { went: 'accepted' }
    },
    check: async () => undefined,
    close: async () => undefined,
  })
  const run = (dies: boolean) =>
    deliverMessage({ ...house.world, delivery: { sms: openSender([one('a', dies), one('b', false)], () => 0) } }, person.account.id, id)
  await expect(run(true)).rejects.toThrow('gone')
  await run(false)
  expect(seen).toEqual(['a', 'b'])
  expect(ways((await message()).tried)).toEqual(['a asked', 'b accepted'])
})

test('what is kept for another provider is forgotten when its time is over', async () => {
  const { delivery, message } = await asked(house)
  await expect.poll(delivery, SOON).toBe('accepted')
  const cleared = () =>
    house.world.store.asOperator('prune', 'acc_platform', async (tx) => {
      await tx.begun
      return prune(tx, tx.now, 86_400_000)
    })
  await cleared()
  expect((await message()).body).not.toBeNull()
  await house.advance(301)
  await cleared()
  expect(await message()).toMatchObject({ status: 'accepted', body: null })
})

test('only who was asked can report: any other address is like one that is not there', async () => {
  const { delivery, message } = await asked(house)
  await expect.poll(delivery, SOON).toBe('accepted')
  const right = new URL((provider(FIRST).asked[0]?.reportUrl ?? '').replace('%d', '1'))
  const wrong = [
    right.pathname.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    right.pathname.replace('/kannel/', '/twilio/'),
    right.pathname.replace(/msg_[^/]+/, 'msg_0'),
    right.pathname.replace(/acc_[^/]+/, 'acc_0'),
    right.pathname.slice(0, -1),
    '/sms/reports/x',
  ]
  const bodies = await Promise.all(
    wrong.flatMap((path) =>
      ['GET', 'POST'].map(async (method) => {
        const answer = await fetch(`${right.origin}${path}?status=1`, { method })
        const { requestId, ...rest } = (await answer.json()) as { requestId: string }
        return {
          status: answer.status,
          headers: Object.fromEntries([...answer.headers].filter(([name]) => !['date'].includes(name))),
          rest,
        }
      }),
    ),
  )
  for (const body of bodies) expect(body).toEqual(bodies[0])
  expect(bodies[0]?.status).toBe(404)
  expect((await message()).status).toBe('accepted')
  const post = (body: string, type: string) => fetch(right, { method: 'POST', body, headers: { 'content-type': type } })
  expect((await post('x'.repeat(20_000), 'application/json')).status).toBe(413)
  expect((await post('{"status":"delivered","status":"x"}', 'application/json')).status).toBe(400)
  expect((await post('nothing', 'application/x-www-form-urlencoded')).status).toBe(400)
  // What is said on the way is taken and changes nothing.
  for (const status of ['4', '8', '32', 'constructor'])
    expect((await fetch(`${right.origin}${right.pathname}?status=${status}`)).status).toBe(204)
  expect((await message()).status).toBe('accepted')
  expect((await fetch(right)).status).toBe(204)
  expect((await message()).status).toBe('delivered')
})
