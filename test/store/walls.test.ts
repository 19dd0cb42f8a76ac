/** The second wall, as the migrations build it: row-level security on every account table, the roles, and each grant. A table that comes later fails here until it has them. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'

let owner: pg.Client
let app: pg.Client
beforeAll(async () => {
  const place = await freshDatabase()
  owner = new pg.Client({ ...place, user: 'postgres' })
  app = new pg.Client({ ...place, user: 'sallyport_app', options: '-c search_path=app' })
  await Promise.all([owner.connect(), app.connect()])
})
afterAll(() => Promise.all([owner.end(), app.end()]))

const all = async <T extends object>(sql: string): Promise<T[]> => (await owner.query<T>(sql)).rows

/** Of the platform, not of an account: read by every server, and holding nothing of anybody. */
const PLATFORM = ['clock', 'meter', 'migration', 'platform_setting', 'seal_key', 'set_up']

test('every table has an account and forced row-level security, or stands in this list', async () => {
  const tables = await all<{
    name: string
    forced: boolean
    account: boolean
    policies: string[]
  }>(`select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = case c.relname when 'account' then 'id' else 'account' end and a.attnotnull) as account,
       (select coalesce(array_agg(p.polname || ' ' || p.polcmd::text || ' ' || (select string_agg(r::regrole::text, ',') from unnest(p.polroles) r) || ' ' || pg_get_expr(p.polqual, p.polrelid) order by 1), '{}') from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`)
  expect(tables.filter((t) => !t.account || !t.forced).map((t) => t.name)).toEqual(PLATFORM)
  for (const t of tables.filter((x) => x.forced)) {
    const own = t.name === 'account' ? 'id' : 'account'
    const found = t.policies.filter((p) => p !== 'lookup r sallyport_lookup true')
    expect([t.name, found]).toEqual([
      t.name,
      [`account * sallyport_app (${own} = app.current_account())`, 'operator * sallyport_operator true'],
    ])
  }
  const seen = tables.filter((t) => t.policies.some((p) => p.startsWith('lookup '))).map((t) => t.name)
  expect(seen).toEqual(['account', 'factor', 'link', 'login', 'policy', 'role', 'session', 'user_role', 'users'])
})

test('without an account set, the server sees no row and can write none', async () => {
  await all(
    "insert into app.account (id, slug, name, language, created_at) values ('acc_a', 'a', 'A', 'en', 0), ('acc_b', 'b', 'B', 'en', 0)",
  )
  expect((await app.query('select * from account')).rowCount).toBe(0)
  await expect(app.query("insert into role values ('acc_a', 'rol_a', 'R', '[]')")).rejects.toThrow('row-level security')
  await app.query("select set_config('app.account', 'acc_a', false)")
  expect((await app.query('select id from account')).rows).toEqual([{ id: 'acc_a' }])
  await expect(app.query("insert into role values ('acc_b', 'rol_b', 'R', '[]')")).rejects.toThrow('row-level security')
  await app.query("insert into role values ('acc_a', 'rol_a', 'R', '[]')")
  await expect(app.query("update role set account = 'acc_b'")).rejects.toThrow('row-level security')
  expect((await app.query("delete from account where id = 'acc_b'").catch((e: Error) => e)) instanceof Error).toBe(true)
})

test('what the server may not do: change what is evidence, make tables, become the owner', async () => {
  for (const sql of [
    'update audit set body = body',
    'delete from audit',
    'truncate audit',
    'delete from burned',
    'update burned set at = 0',
    'update policy set document = document',
    'delete from policy',
    'update clock set offset_ms = 1',
    'update clock set demo = true',
    'delete from seal_key',
    "insert into platform_setting values ('floor', '{}')",
    'select * from jobs._private_jobs',
    'create table app.mine (n int)',
    'create table jobs.mine (n int)',
    'create temporary table x as select * from pg_authid',
    'alter table users disable row level security',
    'set role sallyport_owner',
    'set role sallyport_lookup',
    'set role postgres',
  ])
    await expect(app.query(sql), sql).rejects.toThrow(/permission denied|must be owner/)
})

test('the roles, what they are and whose members', async () => {
  const found = await all<{
    role: string
    may: string
    in: string[]
  }>(`select r.rolname as role, concat_ws(' ', case when rolcanlogin then 'login' end, case when rolinherit then 'inherit' end, case when rolsuper then 'super' end,
       case when rolbypassrls then 'bypass' end, case when rolcreaterole then 'roles' end, case when rolcreatedb then 'databases' end) as may,
       (select coalesce(array_agg(distinct m.roleid::regrole::text order by m.roleid::regrole::text), '{}') from pg_auth_members m where m.member = r.oid) as in
     from pg_roles r where rolname like 'sallyport\\_%' order by 1`)
  expect(found).toEqual([
    { role: 'sallyport_app', may: 'login', in: ['sallyport_jobs', 'sallyport_operator'] },
    { role: 'sallyport_jobs', may: 'inherit', in: [] },
    { role: 'sallyport_lookup', may: 'inherit', in: [] },
    { role: 'sallyport_operator', may: 'inherit', in: [] },
    { role: 'sallyport_owner', may: 'inherit', in: ['sallyport_jobs', 'sallyport_lookup'] },
  ])
})

test('the grants on tables, and no others', async () => {
  const found = await all<{
    grant: string
  }>(`select c.relname || ': ' || a.grantee::regrole || ' ' || string_agg(lower(a.privilege_type), ',' order by a.privilege_type) as grant
     from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'app'::regnamespace and a.grantee <> c.relowner group by c.relname, a.grantee order by 1`)
  const ALL = 'delete,insert,select,update'
  const both = (table: string, to: string, operator = to) => [`${table}: sallyport_app ${to}`, `${table}: sallyport_operator ${operator}`]
  const lookup = (table: string) => `${table}: sallyport_lookup select`
  expect(found.map((g) => g.grant)).toEqual(
    [
      ...[
        'audit_head',
        'factor',
        'link',
        'login',
        'message',
        'meter',
        'role',
        'selection',
        'session',
        'set_up',
        'tally',
        'user_role',
        'users',
      ].flatMap((t) => both(t, ALL)),
      ...['audit', 'burned', 'policy'].flatMap((t) => both(t, 'insert,select')),
      ...both('account', 'insert,select,update'),
      ...both('seal_key', 'insert,select', 'delete,insert,select'),
      ...both('clock', 'select', 'insert,select,update'),
      ...both('platform_setting', 'select', 'insert,select,update'),
      ...both('migration', 'select'),
      ...['account', 'clock', 'factor', 'link', 'login', 'policy', 'role', 'session', 'user_role', 'users'].map(lookup),
    ].sort(),
  )
})

test('the functions: who may call which, who owns it, and that none can be led astray by a search path', async () => {
  const found = await all<{
    fn: string
    owner: string
    definer: boolean
    path: string[] | null
    callers: string
  }>(`select p.proname as fn, p.proowner::regrole::text as owner, p.prosecdef as definer, p.proconfig as path,
       (select string_agg(case a.grantee when 0 then 'everybody' else a.grantee::regrole::text end, ',' order by 1)
          from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner) as callers
     from pg_proc p where p.pronamespace = 'app'::regnamespace order by 1`)
  const server = 'sallyport_app,sallyport_operator'
  const lookup = { owner: 'sallyport_lookup', definer: true, path: ['search_path=app, pg_temp'], callers: server }
  const plain = { owner: 'sallyport_owner', definer: false, path: null }
  expect(found).toEqual([
    { fn: 'account_by_slug', ...lookup },
    { fn: 'append_audit', ...plain, callers: server },
    { fn: 'current_account', ...plain, callers: 'everybody' },
    { fn: 'enqueue', owner: 'sallyport_jobs', definer: true, path: ['search_path=jobs, app, pg_temp'], callers: server },
    { fn: 'find_link', ...lookup },
    { fn: 'find_login', ...lookup },
    { fn: 'find_session', ...lookup },
    { fn: 'find_username', ...lookup },
    { fn: 'now_ms', ...plain, callers: 'everybody' },
    { fn: 'operator_exists', ...lookup },
    { fn: 'users_of_address', ...lookup },
  ])
})
