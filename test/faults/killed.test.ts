/** kill -9 in the middle of sign-ins: what was acknowledged is there, what is there is whole, and everybody may simply begin again. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChains } from '#actions/audit/verify.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let url = ''
beforeAll(async () => {
  house = await startProcesses({ count: 1 })
  url = house.nodes[0]?.url ?? ''
})
afterAll(() => house.stop())

const rows = async (sql: string) => (await house.sql.query(sql)).rows

/** What must hold after any fault (one list for all of them): nothing half done, nothing twice, every act in the log. */
async function whole(): Promise<void> {
  const broken = {
    'sessions without an audit row': `select s.id from session s where not exists (select from audit a where a.account = s.account
       and a.act = 'session opened' and a.body::jsonb #>> '{data,session}' = s.id)`,
    'audit rows of sessions that are not there': `select a.seq from audit a where a.act = 'session opened'
       and not exists (select from session s where s.account = a.account and s.id = a.body::jsonb #>> '{data,session}')`,
    'logins granted without a session of that user': `select l.id from login l where l.state ->> 'is' = 'granted'
       and not exists (select from session s where s.account = l.account and s.user_id = l.user_id)`,
    'more sessions than granted logins': `select user_id from session s group by account, user_id
       having count(*) > (select count(*) from login l where l.account = s.account and l.user_id = s.user_id and l.state ->> 'is' = 'granted')`,
    'sessions without a burned answer for each proof': `select s.id from session s, jsonb_array_elements(s.proofs) p
       where p ->> 'type' <> 'password' and not exists (select from burned b where b.account = s.account and b.factor = p ->> 'factor')`,
    'answers used up by nothing that was proven': `select b.what from burned b join factor f on f.account = b.account and f.id = b.factor
       where not exists (select from audit a where a.account = b.account and a.subject = f.user_id and a.at = b.at
         and a.act in ('login proved ' || f.type, 'login enrolled ' || f.type))`,
    'two sets of recovery codes in one state': `select user_id from factor where type = 'recovery-code' group by account, user_id, state having count(*) > 1`,
    'bound authenticators without recovery codes': `select user_id from factor f where type = 'totp' and state = 'bound'
       and not exists (select from factor g where g.account = f.account and g.user_id = f.user_id and g.type = 'recovery-code')`,
    'factors left over from an enrolment': `select id from factor where type = 'totp' and state <> 'bound'`,
  }
  for (const [what, sql] of Object.entries(broken)) expect({ what, rows: await rows(sql) }).toEqual({ what, rows: [] })
  const { chains } = await verifyChains(house.world.store, path.join(house.dataDir, 'audit-heads.jsonl'))
  expect(chains.filter((c) => c.broken)).toEqual([])
}

/** Password and passcode; resolves with whether the browser was told that it is in. */
async function signIn(p: Person): Promise<boolean> {
  const c = new Client(url)
  if ((await c.start(p.username, p.password)).status !== 201) return false
  return (await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await house.now()))).status === 200
}

async function killedWhile(work: readonly (() => Promise<boolean>)[], after: number): Promise<boolean[]> {
  let done = 0
  let killed: Promise<unknown> | undefined
  const finished = await Promise.all(
    work.map((one) =>
      one().then(
        (ok) => {
          done += 1
          if (done === after) killed = house.nodes[0]?.end('SIGKILL')
          return ok
        },
        // The connection broke: nobody was told anything.
        () => false,
      ),
    ),
  )
  await killed
  return finished
}

test('[ASVS 2.3.3] kill -9 in the middle of thirty sign-ins leaves whole sessions or none', async () => {
  const account = await house.account()
  const people = await Promise.all(Array.from({ length: 30 }, () => house.person({ account, totp: true, codes: true })))
  const told = await killedWhile(
    people.map((p) => () => signIn(p)),
    8,
  )
  expect(told.filter(Boolean).length).toBeGreaterThanOrEqual(8)
  expect(told.filter(Boolean).length).toBeLessThan(30)
  await whole()
  for (const [n, p] of people.entries())
    if (told[n]) expect(await rows(`select 1 from session where user_id = '${p.id}' and ended_at is null`)).toHaveLength(1)

  await house.nodes[0]?.start()
  await house.advance(31)
  expect(await Promise.all(people.map(signIn))).toEqual(people.map(() => true))
  await whole()
})

test('[ASVS 2.3.3] kill -9 in the middle of twelve enrolments leaves the old state or the new one', async () => {
  const account = await house.account()
  const people = await Promise.all(Array.from({ length: 12 }, () => house.person({ account })))
  const enrol = async (p: Person) => {
    const c = new Client(url)
    const started = await c.start(p.username, p.password)
    if (JSON.stringify(started.body).includes('prove-contact')) {
      const seen = house.mails.length
      await c.post('/logins/current/challenge', { factor: p.factors.email })
      await c.answer(p.factors.email, codeIn(await house.mailTo(p.email, seen)))
      const { secret } = (await c.post('/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret: string }
      await c.post('/logins/current/enrolment/confirm', { code: passcode(secret, await house.now()) })
    }
    return (await c.post('/logins/current/recovery-codes', { kept: true })).status === 200
  }
  const told = await killedWhile(
    people.map((p) => () => enrol(p)),
    3,
  )
  expect(told.filter(Boolean).length).toBeLessThan(12)
  await whole()
  await house.nodes[0]?.start()
  await house.advance(3600)
  // Who was bound may not have seen the codes: such a login says so and makes new ones.
  for (const p of people) {
    const [bound] = await rows(`select secret from factor where user_id = '${p.id}' and type = 'totp'`)
    const c = new Client(url)
    const { body } = await c.start(p.username, p.password)
    expect(body['ask']?.['kind']).toBe(bound ? 'answer' : 'prove-contact')
  }
})
