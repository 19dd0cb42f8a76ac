/** Promise 5: a username that exists and one that does not look and take the same; and nothing is sent to names nobody has. */
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#actions/perform.ts'
import { inviteUser } from '#actions/user/invite.ts'
import { type Answer, Client } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer()
  account = await server.account()
})
afterAll(() => server.stop())

const WRONG = 'geraten-und-verfehlt'
const person = (wanted = {}) => server.person({ account, totp: true, codes: true, ...wanted })
const start = (username: string, password: string) => new Client(server.url).start(username, password)

/** All that an outsider sees of an answer, without what differs from call to call. */
function seen({ status, body, headers }: Answer) {
  const names = [...headers].map(([name, value]) => (['date', 'content-length'].includes(name) ? name : `${name}: ${value}`)).sort()
  const { requestId, ...rest } = body as unknown as { requestId: string }
  return { status, headers: names, length: headers.get('content-length'), id: requestId.length, body: rest }
}

async function invited(): Promise<string> {
  const username = `invited-${account.slug}`
  const input = { account: account.slug, username, name: 'Ina Vited', email: `${username}@mail.example`, way: 'choose' }
  await perform(inviteUser, { world: server.world, client: { agent: 'test', address: '' }, terminal: true }, input)
  return username
}
async function suspended(): Promise<string> {
  const other = await server.account()
  const { username } = await server.person({ account: other })
  await server.sql.query("update account set state = 'suspended' where id = $1", [other.id])
  return username
}

test('[ASVS 6.3.8] a wrong password is answered alike, whoever the name belongs to', async () => {
  const names = {
    'an active user': (await person()).username,
    'an active user, spelled otherwise': (await person()).username.toUpperCase(),
    'a user without a second factor': (await server.person({ account })).username,
    'an invited user': await invited(),
    'a disabled user': (await person({ disabled: true })).username,
    'a user of a suspended account': await suspended(),
    'a user who must change the password': (await person({ mustChange: 'administrator' })).username,
    'a name that is a decoy’s': 'decoy 7',
    'a long name nobody has': 'n'.repeat(200),
  }
  const nobody = seen(await start('nobody-has-this-name', WRONG))
  expect(nobody).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
  for (const [whose, name] of Object.entries(names)) expect({ whose, ...seen(await start(name, WRONG)) }).toEqual({ whose, ...nobody })
  expect(nobody.headers.some((h) => h.startsWith('set-cookie'))).toBe(false)
})

test('[ASVS 6.3.8] waiting begins after the same number of tries and lasts as long, for names that exist and names that do not', async () => {
  const course = async (name: string) => {
    const answers: unknown[] = []
    for (let n = 0; n < 8; n++) {
      const answer = await start(name, WRONG)
      const wait = Number(answer.headers.get('retry-after') ?? 0)
      answers.push({ ...seen(answer), headers: [], body: { ...(answer.body as object), requestId: '', retryAfter: 0 }, wait: wait > 0 })
      if (n === 6) await server.advance(31)
    }
    return answers
  }
  const nobody = await course('another-name-nobody-has')
  expect(nobody.map((a) => (a as { status: number }).status)).toEqual([422, 422, 422, 422, 422, 429, 429, 422])
  for (const name of [(await person()).username, (await person({ disabled: true })).username, await suspended()])
    expect(await course(name)).toEqual(nobody)
})

test('[ASVS 6.3.8] an unknown name with a hundred failures behaves like a known one, and no message goes anywhere for it', async () => {
  const known = await person()
  const statuses: Record<string, number[]> = {}
  for (const name of [known.username, 'third-name-nobody-has']) {
    await start(name, WRONG)
    await server.sql.query("update tally set failures = 99 where scope like 'password:%' and last_at = (select max(last_at) from tally)")
    statuses[name] = [(await start(name, WRONG)).status, (await start(name, WRONG)).status, (await start(name, WRONG)).status]
  }
  expect(statuses['third-name-nobody-has']).toEqual(statuses[known.username])
  await server.mailTo(known.email)
  // The queue has nothing left to send, and nothing went to nobody.
  await expect
    .poll(async () => (await server.sql.query("select 1 from message where status in ('queued', 'delayed')")).rows, { timeout: 5000 })
    .toEqual([])
  expect(server.mails.map((m) => m.to).filter((to) => to.includes('nobody'))).toEqual([])
})

test('[ASVS 6.3.8] a disabled user is told so only after the right password', async () => {
  const p = await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }), disabled: true })
  expect((await start(p.username, WRONG)).body['code']).toBe('login/wrong-answer')
  expect((await start(p.username, p.password)).body).toMatchObject({ state: 'refused', reason: 'user-closed' })
})

type Times = { readonly known: number[]; readonly unknown: number[] }

/** Processor time of this process, with the server and its hashing in it, in milliseconds. */
const worked = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Forty wrong logins of each kind, one by one and in turn, every name used once a round. */
async function measure(people: readonly Person[], round: number, clock: () => number, times: Times): Promise<void> {
  // Who goes first changes, so that neither always follows the other.
  for (const [n, p] of people.entries())
    for (const kind of n % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const name = kind === 'known' ? p.username : `${p.username}-${round}`
      const began = clock()
      const { status } = await start(name, WRONG)
      times[kind].push(clock() - began)
      expect(status).toBe(422)
    }
}

/** How far apart the medians are: 0.1 is a tenth. */
function apart(times: Times): number {
  const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
  return Math.abs(median(times.known) / median(times.unknown) - 1)
}

test('[ASVS 6.3.8] a wrong password takes as long for a name that exists as for one that does not', async () => {
  const people: Person[] = []
  for (let n = 0; n < 44; n++) people.push(await person())
  await measure(people.slice(40), 0, () => 0, { known: [], unknown: [] })
  // Three rounds are taken together: noise comes and goes, a difference in the code is in all of them. On a machine with far more
  // to do than it can, the time on the wall says nothing; then the work that was done is compared.
  const times: Times = { known: [], unknown: [] }
  const clock = loadavg()[0]! > 2 * availableParallelism() ? worked : () => performance.now()
  const differences: number[] = []
  for (let round = 1; round <= 3; round++) {
    await measure(people.slice(0, 40), round, clock, times)
    differences.push(apart(times))
    if ((differences.at(-1) ?? 1) < 0.15) break
  }
  expect(differences.at(-1), `differences ${differences}`).toBeLessThan(0.15)
}, 60_000)
