/** Promise 9: nothing crosses accounts, also when a query forgets to say which; and the server's role can do no more than it must. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, codeIn, passcode } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let app: pg.Client
let here: Account
let there: Account
let mine: Person
let theirs: Person
beforeAll(async () => {
  server = await startServer()
  app = new pg.Client({ ...server.place, user: 'sallyport_app', options: '-c search_path=app' })
  app.on('error', () => undefined)
  await app.connect()
  here = await server.account()
  there = await server.account()
  ;[mine, theirs] = (await Promise.all(
    [here, there].map((account) => server.person({ account, totp: true, codes: true, permissions: ['users.edit'] })),
  )) as [Person, Person]
  for (const p of [mine, theirs]) await signedIn(p)
})
afterAll(async () => {
  await app.end()
  await server.stop()
})

/** Of the platform, not of an account: nothing in them is anybody's. */
const SHARED = ['clock', 'meter', 'migration', 'platform_setting', 'seal_key', 'set_up']
const rows = async (on: pg.Client | pg.Pool, sql: string, values: unknown[] = []) => (await on.query(sql, values)).rows
const tables = async () =>
  (
    await rows(
      server.sql,
      "select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p', 'v', 'm')",
    )
  ).map((r) => r.name as string)
const now = async () => Number((await rows(server.sql, 'select now_ms() as now'))[0].now)

async function signedIn(p: Person): Promise<Client> {
  const c = new Client(server.url)
  await c.start(p.username, p.password)
  await server.advance(31)
  expect((await c.answer(p.factors.totp ?? '', passcode(p.totpSecret, await now()))).body).toMatchObject({ state: 'granted' })
  await c.session()
  return c
}
async function inAccount<T>(account: string, work: () => Promise<T>): Promise<T> {
  await app.query('begin')
  try {
    await app.query("select set_config('app.account', $1, true)", [account])
    return await work()
  } finally {
    await app.query('rollback')
  }
}

test('[ASVS 8.4.1] every table but the platform’s own is behind forced row-level security', async () => {
  const bare = await rows(
    server.sql,
    "select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity) order by 1",
  )
  expect(bare.map((r) => r.name)).toEqual(SHARED)
  const views = await rows(server.sql, "select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('v', 'm')")
  expect(views).toEqual([])
})

test('[ASVS 8.4.1] no account set: no rows of anybody; one set: its rows and no other', async () => {
  let seen = 0
  for (const table of (await tables()).filter((t) => !SHARED.includes(t))) {
    const column = table === 'account' ? 'id' : 'account'
    expect({ table, rows: await rows(app, `select * from ${table}`) }).toEqual({ table, rows: [] })
    await inAccount(here.id, async () => {
      const accounts = (await rows(app, `select distinct ${column} as id from ${table}`)).map((r) => r.id)
      expect({ table, foreign: accounts.filter((id) => id !== here.id) }).toEqual({ table, foreign: [] })
      seen += accounts.length
    })
  }
  expect(seen).toBeGreaterThanOrEqual(9)
})

test('[ASVS 8.4.1] a statement that names the other account finds and changes nothing', async () => {
  await inAccount(here.id, async () => {
    const sql = ['select 1 from users where id = $1', "update users set name = 'x' where id = $1", 'delete from users where id = $1']
    for (const text of sql) expect((await app.query(text, [theirs.id])).rowCount).toBe(0)
    await expect(
      app.query("insert into role (account, id, name, permissions) values ($1, 'rol_x', 'x', '[]')", [there.id]),
    ).rejects.toThrow(/row-level security/)
  })
})

test('[ASVS 13.2.2] the role of the server owns nothing, changes no structure and passes no wall', async () => {
  const [role] = await rows(
    app,
    `select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,
       (select count(*) from pg_class where relowner = r.oid) + (select count(*) from pg_proc where proowner = r.oid)
       + (select count(*) from pg_namespace where nspowner = r.oid) as owns from pg_roles r where rolname = current_user`,
  )
  expect(role).toEqual({
    name: 'sallyport_app',
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolinherit: false,
    owns: '0',
  })
  for (const sql of [
    'create table app.mine (x int)',
    'create table public.mine (x int)',
    'create function app.mine() returns int language sql as $$ select 1 $$',
    'alter table app.users disable row level security',
    'drop policy account on app.users',
    "update app.audit set body = '{}'",
    'delete from app.audit',
    'truncate app.audit',
    'update app.burned set what = what',
    'delete from app.burned',
    'update app.policy set reason = reason',
    'update app.clock set offset_ms = 1',
    'select * from jobs._private_jobs',
    'set session authorization postgres',
    'set role sallyport_owner',
    'set role sallyport_lookup',
  ])
    await expect(app.query(sql), sql).rejects.toMatchObject({ code: expect.stringMatching(/^42501$/) })
})

test('[ASVS 8.2.2] ids of the other account are answered as ids that nobody has', async () => {
  const c = await signedIn(mine)
  const nobody = (id: string) => id.slice(0, 4) + '0'.repeat(25)
  const same = async (ask: (id: string) => Promise<{ status: number; body: unknown }>, id: string) => {
    const [foreign, unknown] = [await ask(id), await ask(nobody(id))]
    const bare = ({ status, body }: { status: number; body: unknown }) => ({
      status,
      body: JSON.parse(JSON.stringify(body, (k, v) => (['requestId', 'login'].includes(k) ? 0 : v))),
    })
    expect(bare(foreign)).toEqual(bare(unknown))
    return foreign.status
  }
  expect(await same((id) => c.delete(`/me/factors/${id}`), theirs.factors.totp ?? '')).toBe(404)
  expect(await rows(server.sql, 'select 1 from factor where id = $1', [theirs.factors.totp])).toHaveLength(1)
  // A session acts in its own account: naming another is no way out of it.
  const invitation = { username: 'crossing', name: 'Crossing', email: 'crossing@house.example' }
  expect(await c.post('/users', { ...invitation, account: there.slug })).toMatchObject({ status: 404 })
  expect(await c.post('/users', { ...invitation, account: 'no-such-account' })).toMatchObject({ status: 404 })

  const login = new Client(server.url)
  await login.start(mine.username, mine.password)
  expect(await same((factor) => login.post('/logins/current/challenge', { factor }), theirs.factors.email)).toBe(409)
  expect(await same((factor) => login.answer(factor, passcode(theirs.totpSecret, 0)), theirs.factors.totp ?? '')).toBe(422)
})

test('[ASVS 11.3.3] what is sealed opens nowhere else: another user, another account, another column, one bit changed', async () => {
  const [{ secret }] = await rows(server.sql, 'select secret from factor where id = $1', [mine.factors.totp])
  const { seal } = server.world
  const place = { account: here.id, user: mine.id, column: 'factor.secret' }
  expect(seal.open(secret, place)).toContain(mine.totpSecret)
  const flipped = secret.slice(0, -3) + (secret.at(-3) === 'A' ? 'B' : 'A') + secret.slice(-2)
  for (const [text, at] of [
    [secret, { ...place, user: theirs.id }],
    [secret, { ...place, account: there.id }],
    [secret, { ...place, column: 'message.body' }],
    [flipped, place],
  ] as const)
    expect(() => seal.open(text, at)).toThrow()
})

test('a code mailed to somebody is of no use to somebody else', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const [a, b] = (await Promise.all([server.person({ account }), server.person({ account })])) as [Person, Person]
  const logins = [a, b].map(() => new Client(server.url))
  for (const [n, p] of [a, b].entries()) {
    await logins[n]?.start(p.username, p.password)
    await logins[n]?.post('/logins/current/challenge', { factor: p.factors.email })
  }
  const [first, second] = await Promise.all([a, b].map(async (p) => codeIn((await server.mailTo(p.email)).text)))
  expect((await logins[1]?.answer(b.factors.email, first ?? ''))?.status).toBe(first === second ? 200 : 422)
})
