/** Promise 11, with the real command beside real servers: keys change under people who sign in, enrol, hold sessions and wait for codes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addKey } from '#store/keys.ts'
import { SEALED } from '#store/resealing.ts'
import { type Ended, sallyport } from '../cli/command.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

const TOP = path.join(import.meta.dirname, '../..')
const EMAIL = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
const BARE = { twoFactor: { mode: 'everyone', types: ['totp'], proveContact: false } } as const

let house: Processes
let file = ''
beforeAll(async () => {
  house = await startProcesses()
  file = path.join(house.dataDir, 'keys.json')
})
afterAll(() => house.stop())

const at = (n: number) => house.nodes[n % 2]?.url ?? ''
const keys = () => JSON.parse(readFileSync(file, 'utf8')) as { current: string; keys: Record<string, string> }
const now = async (secret: string) => passcode(secret, await house.now())
const env = () => {
  const { host, port, database } = house.place
  const address = `postgresql://sallyport_app@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  return { SALLYPORT_DATA_DIR: house.dataDir, SALLYPORT_KEYS: file, DATABASE_URL: address }
}
const command = (args: string): Promise<Ended> => sallyport(args, env())

/** How many rows each listed column holds that another key than this one has sealed. */
async function notSealedWith(kid: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { table, column } of SEALED) {
    const { rows } = await house.sql.query(
      `select count(*)::int as n from ${table} where ${column} is not null and ${column} not like $1 || '.%'`,
      [kid],
    )
    if (rows[0].n > 0) found[`${table}.${column}`] = rows[0].n
  }
  return found
}

/** Every column in which something looks like a sealed text. */
async function sealedColumns(): Promise<ReadonlySet<string>> {
  const { rows } = await house.sql.query(
    `select table_name as t, column_name as c from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'app' and table_type = 'BASE TABLE' and data_type in ('text', 'jsonb')`,
  )
  const found = new Set<string>()
  for (const { t, c } of rows) {
    const sealed = `select 1 from app.${t} where ${c}::text ~ '(^|[^A-Za-z0-9])k[0-9]+\\.[A-Za-z0-9_-]{40,}' limit 1`
    if ((await house.sql.query(sealed)).rowCount) found.add(`${t}.${c}`)
  }
  return found
}

async function signedIn(p: Person, url: string): Promise<Client> {
  const c = new Client(url)
  await c.start(p.username, p.password)
  const { body } = await c.answer(p.factors.totp ?? '', await now(p.totpSecret))
  expect(body).toMatchObject({ state: 'granted' })
  await c.session()
  return c
}

/** What waits in the queue for half an hour at most: an old key cannot be removed within a day. */
const FLEETING = ['job.password-reset']

test('the list of what is sealed names every place that the code seals for, and no more', () => {
  const sources = globSync('src/**/*.ts', { cwd: TOP }).map((name) => readFileSync(path.join(TOP, name), 'utf8'))
  const named = new Set(sources.flatMap((text) => [...text.matchAll(/\bcolumn: '([a-z_]+\.[a-z_-]+)'/g)].map((m) => m[1])))
  expect([...named].filter((name) => !FLEETING.includes(name ?? '')).sort()).toEqual([...new Set(SEALED.map((c) => c.name))].sort())
})

test('keys rotate, while people hold sessions, codes and half an enrolment and others sign in: nobody is refused, nothing is left', async () => {
  const [strict, mailed, bare] = [await house.account(), await house.account(EMAIL), await house.account(BARE)]
  const holder = await house.person({ account: strict, totp: true, codes: true })
  const waiter = await house.person({ account: mailed })
  const beginner = await house.person({ account: bare })
  const crowd: Person[] = []
  for (let n = 0; n < 12; n++) crowd.push(await house.person({ account: strict, totp: true }))
  const held = await signedIn(holder, at(0))
  const further = await held.post('/me/factors', { type: 'totp', label: 'Tablet' })
  expect(further.status).toBe(200)
  const waits = new Client(at(1))
  await waits.start(waiter.username, waiter.password)
  await waits.post('/logins/current/challenge', { factor: waiter.factors.email })
  const begins = new Client(at(0))
  await begins.start(beginner.username, beginner.password)
  const { body: shown } = await begins.post('/logins/current/enrolment', { type: 'totp' })

  const rotation = command('keys rotate')
  const entered = Promise.all(crowd.map((p, n) => signedIn(p, at(n))))
  const rotated = await rotation
  expect([rotated.code, rotated.err]).toEqual([0, ''])
  expect(rotated.out).toMatch(/^Sealed with k2: \d+ texts\. Back up .*keys\.json now\. No key can be removed\.\n$/)
  await entered
  expect(keys().current).toBe('k2')
  expect(await notSealedWith('k2')).toEqual({})
  const found = await sealedColumns()
  expect(found).toEqual(new Set(['factor.secret', 'users.personal_key', 'login.enrolment', 'session.enrolment', ...found]))
  const listed = SEALED.map((c) => `${c.table}.${c.column}`)
  expect([...found].filter((place) => !listed.includes(place))).toEqual([])

  // Each goes on with the process it had not met before.
  const code = codeIn(await house.mailTo(waiter.email))
  expect(await new Client(at(0), waits.cookies).answer(waiter.factors.email, code)).toMatchObject({ body: { state: 'granted' } })
  const elsewhere = new Client(at(1), begins.cookies)
  const confirmed = await elsewhere.post('/logins/current/enrolment/confirm', { code: await now(String(shown['secret'])) })
  expect(confirmed.status).toBe(200)
  const there = new Client(at(1), held.cookies)
  there.csrf = held.csrf
  expect((await there.get('/session')).status).toBe(200)
  expect((await there.post('/me/factors/confirm', { code: await now(String(further.body['secret'])) })).status).toBe(200)
  await house.advance(61)
  await signedIn(holder, at(1))
  // What both processes seal from now on, they seal with the new key.
  expect(await notSealedWith('k2')).toEqual({})
})

test('a process that has not met the new key seals with it within two seconds, and opens what it sealed at once', async () => {
  const p = await house.person({ account: await house.account(), totp: true })
  const kid = addKey(file)
  house.world.seal.reload()
  const late = await house.person({ account: p.account, totp: true })
  await signedIn(late, at(0))
  const enrolling = async (n: number) => {
    const account = await house.account(BARE)
    const who = await house.person({ account })
    const c = new Client(at(n))
    await c.start(who.username, who.password)
    await c.post('/logins/current/enrolment', { type: 'totp' })
    const { rows } = await house.sql.query('select enrolment from login where user_id = $1', [who.id])
    return rows[0].enrolment.split('.')[0]
  }
  await vi.waitFor(async () => expect([await enrolling(0), await enrolling(1)]).toEqual([kid, kid]), { timeout: 4000, interval: 200 })
})

test('killed in the middle, it goes on when it is run again, and makes no further key', async () => {
  house.world.seal.reload()
  const before = keys()
  const p = await house.person({ account: await house.account(), totp: true })
  await house.sql.query(
    `insert into factor (account, id, user_id, type, label, secret, state, created_at)
     select account, id || '_' || n, user_id, 'mock', '', secret, 'stored', created_at from factor, generate_series(1, 6000) n where id = $1`,
    [p.factors.totp],
  )
  // What the test before left under an older key would be finished first.
  expect((await command('keys rotate')).code).toBe(0)
  const running = start('keys rotate')
  const kid = await vi.waitFor(
    async () => {
      const current = keys().current
      const { rows } = await house.sql.query(`select count(*)::int as n from factor where secret like $1 || '.%'`, [current])
      expect([current === before.current, rows[0].n > 400]).toEqual([false, true])
      expect(Object.keys(await notSealedWith(current)).length).toBeGreaterThan(0)
      return current
    },
    { timeout: 20_000, interval: 5 },
  )
  running.kill('SIGKILL')
  await once(running, 'close')
  const left = Object.values(await notSealedWith(kid)).reduce((a, b) => a + b, 0)
  expect(left).toBeGreaterThan(0)
  const again = await command('keys rotate')
  expect([again.code, again.err]).toEqual([0, ''])
  expect(again.out).toMatch(
    new RegExp(`^\\d+ texts are not sealed with ${kid} yet\\. No new key is made before they are\\.\\nSealed with ${kid}: `),
  )
  expect(keys().current).toBe(kid)
  expect(await notSealedWith(kid)).toEqual({})
  await signedIn(p, at(1))
})

function start(args: string): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  return spawn(process.execPath, [path.join(TOP, 'src/cli/main.ts'), ...args.split(' ')], {
    env: { PATH, HOME, ...env() },
    stdio: 'ignore',
  })
}

test('a key is prepared first, seals later, and is removed once nothing needs it', async () => {
  const old = keys()
  const prepared = await command('keys rotate --prepare')
  const names = Object.keys(keys().keys)
  const next = names.at(-1) ?? ''
  expect(prepared.out).toContain(`${next} is in ${file} and does not seal yet.`)
  expect(keys()).toMatchObject({ current: old.current, keys: old.keys })
  expect((await command('keys rotate --prepare')).out).toBe(prepared.out)
  expect((await command('keys rotate')).out).toContain(`Sealed with ${next}: `)
  expect(Object.keys(keys().keys)).toEqual(names)

  const listed = (await command('keys list')).out.trim().split('\n')
  expect(listed.map((l) => l.split(' ')[0])).toEqual(names)
  expect(listed[0]).toMatch(/^k1 .* sheets of recovery codes {2}stays: the first key digests usernames and limits$/)
  expect(listed.at(-1)).toMatch(/stays: it seals$/)
  expect((await command(`keys remove ${old.current}`)).out).toContain('codes and sessions of the last day carry its digests')
  await house.advance(86_401)
  for (const [kid, why] of [
    ['k1', 'the first key'],
    [next, 'it seals'],
    ['k99', 'has no such key'],
  ])
    expect(await command(`keys remove ${kid}`)).toMatchObject({ code: 1, out: expect.stringContaining(why ?? '') })
  expect(await command(`keys remove ${old.current}`)).toMatchObject({ code: 0 })
  expect(keys().keys[old.current]).toBeUndefined()
  const node = await house.node()
  await node.start()
  await signedIn(await house.person({ account: await house.account(), totp: true }), node.url)
  // A removed name is not given again.
  expect([old.current, next]).not.toContain(addKey(file))
})
