/** What the command line refuses before anything is opened, and with a database server of one's own; each in a sentence, with code 1. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { run } from '#cli/commands.ts'
import { emptyDatabase, freshDatabase, type Place } from '../support/database.ts'
import { freePort } from '../support/server.ts'
import { dataFolder, type Ended, type Env, sallyport, serve } from './command.ts'

const { folder, remove } = dataFolder()
afterAll(remove)

/** The command line asked in this process, as long as it only reads its arguments: a process for each question would take half a second. */
async function asked(args: readonly string[]): Promise<Ended> {
  const said = { out: '', err: '' }
  const keep = (stream: keyof typeof said, text: string | Uint8Array) => {
    said[stream] += text
    return true
  }
  const exit = new Error('exit')
  let code: number | null = null
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => keep('out', text)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => keep('err', text)),
    vi.spyOn(process, 'exit').mockImplementation((given) => {
      code ??= Number(given ?? 0)
      throw exit
    }),
  ]
  const before = process.exitCode
  await run(['node', 'sallyport', ...args])
  process.exitCode = before
  for (const spy of spies) spy.mockRestore()
  return { code, out: said.out, err: said.err.split(exit.stack ?? '')[0] ?? '' }
}

const COMMANDS = {
  '': ['account', 'audit', 'demo', 'doctor', 'help', 'keys', 'migrate', 'operator', 'serve', 'user'],
  account: ['create', 'help', 'sms'],
  audit: ['help', 'verify'],
  keys: ['help', 'list', 'remove', 'rotate'],
  operator: ['help', 'invite'],
  user: ['help', 'invite', 'reset-two-factor'],
}

test('--help: every command, and no option anywhere that takes a password', async () => {
  const found: Record<string, string[]> = {}
  const options: string[] = []
  const walk = async (at: readonly string[]): Promise<void> => {
    const { code, out, err } = await asked([...at, '--help'])
    expect([at, code, err]).toEqual([at, 0, ''])
    options.push(...[...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((m) => m[1] ?? ''))
    const [, list = ''] = out.split('\nCommands:\n')
    const names = [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map((m) => m[1] ?? '')
    if (names.length > 0) found[at.join(' ')] = names.sort()
    for (const name of names.filter((n) => n !== 'help')) await walk([...at, name])
  }
  await walk([])
  expect(found).toEqual(COMMANDS)
  expect(new Set(options)).toEqual(
    new Set([
      '--account',
      '--countries',
      '--daily',
      '--email',
      '--help',
      '--help-email',
      '--help-phone',
      '--json',
      '--language',
      '--monthly',
      '--name',
      '--nodes',
      '--off',
      '--person',
      '--prepare',
      '--reason',
      '--role',
      '--slug',
      '--username',
      '--way',
    ]),
  )
})

test.each([
  ['', /^Usage: sallyport/],
  ['sing-in', /unknown command 'sing-in'/],
  ['serve --nodes', /argument missing/],
  ['serve --nodes 0', /a number from 1 to 16/],
  ['serve --nodes 17', /a number from 1 to 16/],
  ['serve --nodes two', /a number from 1 to 16/],
  ['serve --port 4001', /unknown option '--port'/],
  ['serve now', /too many arguments/],
  ['account create --slug birke', /required option '--name <name>' not specified/],
  ['user invite --account a --username b --name c', /required option '--email <address>' not specified/],
  ['user invite --account a --username b --name c --email d@e.example --password f', /unknown option '--password'/],
  ['user reset-two-factor --account a --username b', /required option '--reason <text>' not specified/],
  ['user delete', /unknown command 'delete'/],
])('sallyport %s', async (args, sentence) => {
  const { code, out, err } = await asked(args.split(' ').filter(Boolean))
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(sentence)
  expect(err).not.toContain('    at ')
})

test('the same as processes: --help ends with 0, a wrong option with 1 and the usage', async () => {
  const [help, wrong] = await Promise.all([sallyport('--help'), sallyport('user invite --password secret')])
  expect(help).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: sallyport/) })
  expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^error: [\s\S]*Usage: sallyport user invite/) })
})

const app = (place: Place, user = 'sallyport_app') =>
  `postgresql://${user}@localhost:${place.port}/${place.database}?host=${encodeURIComponent(place.host)}`

test('configuration unknown, missing or contradictory: the sentence alone, code 1, and nothing was made', { timeout: 60_000 }, async () => {
  const none = { SALLYPORT_DATA_DIR: path.join(folder, 'none') }
  const contradictions: readonly (readonly [string, Env, string])[] = [
    ['serve', { SALLYPORT_DATADIR: 'x' }, 'SALLYPORT_DATADIR is not known. Known are: SALLYPORT_URL, '],
    ['serve', { DATABASE_URL: 'postgresql://localhost/x' }, 'DATABASE_URL is set, but SALLYPORT_KEYS is not.'],
    ['user invite --account a --username b --name c --email d@e.example', { SALLYPORT_LOG: 'loud' }, 'SALLYPORT_LOG=loud is no level.'],
    ['demo', { DATABASE_URL: 'postgresql://localhost/x' }, 'The demo keeps to itself and takes no DATABASE_URL.'],
    ['migrate', { DATABASE_URL: 'postgresql://localhost/x', SALLYPORT_KEYS: '/nowhere' }, 'DATABASE_OWNER_URL is not set.'],
  ]
  for (const [args, env, sentence] of contradictions) {
    const { code, out, err } = await sallyport(args, { ...none, ...env })
    expect([code, out, err.split('\n').length], err).toEqual([1, '', 2])
    expect(err).toContain(sentence)
  }
  expect(existsSync(none.SALLYPORT_DATA_DIR)).toBe(false)
})

test('a database server of one’s own: migrated by its owner, served by the app, refused without the keys it names', {
  timeout: 60_000,
}, async () => {
  const place = await emptyDatabase()
  const keys = path.join(folder, 'own-keys.json')
  const env = {
    SALLYPORT_DATA_DIR: path.join(folder, 'own'),
    SALLYPORT_KEYS: keys,
    DATABASE_URL: app(place),
    PORT: String(await freePort()),
  }
  const never = await sallyport('serve', env)
  expect([never.code, never.out]).toEqual([1, ''])
  expect(never.err).toMatch(/^This database was not migrated yet\. Set DATABASE_OWNER_URL and run: .*migrate\n$/)
  const migrated = await sallyport('migrate', { ...env, DATABASE_OWNER_URL: app(place, 'postgres') })
  expect(migrated).toMatchObject({ code: 0, err: '' })
  expect(migrated.out).toMatch(/^Migrating: 0001-first\.sql\n[\s\S]*\nThe database is at this version\.\n$/)
  // A database in which nothing is sealed: the first start makes the key file.
  const server = await serve(env)
  expect((await fetch(`http://localhost:${env.PORT}/ready`)).status).toBe(204)
  expect(await server.stop()).toBe(0)
  expect(statSync(keys).mode & 0o777).toBe(0o600)

  const made = readFileSync(keys, 'utf8')
  const startWith = async (text: string, mode = 0o600) => {
    rmSync(keys, { force: true })
    if (text) writeFileSync(keys, text, { mode })
    const { code, out, err } = await sallyport('serve', env)
    expect([code, out]).toEqual([1, ''])
    return err
  }
  expect(await startWith('')).toBe(
    `The key file ${keys} is missing. What this database holds was sealed with it: restore it from its backup.\n`,
  )
  expect(await startWith(made, 0o644)).toBe(`Others can read the key file ${keys}. Run: chmod 600 ${keys}\n`)
  expect(await startWith(made.replaceAll('k1', 'k7'))).toBe('the database names the key k1, which the key file lacks\n')
  expect(await startWith('not json')).toBe(
    `The key file ${keys} cannot be read as keys. Restore it from its backup; nothing was changed.\n`,
  )
  rmSync(keys)
  writeFileSync(keys, made, { mode: 0o600 })

  const superuser = await sallyport('serve', { ...env, DATABASE_URL: app(place, 'postgres') })
  expect(superuser).toEqual({
    code: 1,
    out: '',
    err: 'The role postgres is a superuser, bypasses row-level security. Let DATABASE_URL name sallyport_app; migrations run with DATABASE_OWNER_URL.\n',
  })
})

test('databases that are not to be served: a demo’s, a newer version’s, one that is away, one that is not there', {
  timeout: 60_000,
}, async () => {
  const keys = path.join(folder, 'keys.json')
  writeFileSync(keys, JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64') } }), { mode: 0o600 })
  const started = async (place: Place, more: Env = {}) =>
    sallyport('serve', {
      SALLYPORT_DATA_DIR: path.join(folder, 'b'),
      SALLYPORT_KEYS: keys,
      DATABASE_URL: app(place),
      PORT: String(await freePort()),
      ...more,
    })
  const change = async (place: Place, sql: string) => {
    const client = new pg.Client({ ...place, user: 'postgres' })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  const demo = await freshDatabase()
  await change(demo, 'update app.clock set demo = true')
  const refused = await started(demo)
  expect([refused.code, refused.out]).toEqual([1, ''])
  expect(refused.err).toMatch(/^This database belongs to a demo, .* Choose another SALLYPORT_DATA_DIR\.\n$/)

  const newer = await freshDatabase()
  await change(newer, "insert into app.migration (name) values ('9999-future.sql')")
  const future = await started(newer, { DATABASE_OWNER_URL: app(newer, 'postgres') })
  expect(future).toEqual({
    code: 1,
    out: '',
    err: 'This database was migrated by a newer version (9999-future.sql). Start that version.\n',
  })

  const away = await started({ ...(await emptyDatabase()), port: 1 })
  expect([away.code, away.out, away.err.split('\n').length], away.err).toEqual([1, '', 2])
  expect(away.err).toBe('The database server does not answer (ENOENT). Is it running, and is DATABASE_URL right?\n')
  const stranger = await started({ ...demo, database: 'nowhere' })
  expect(stranger).toEqual({
    code: 1,
    out: '',
    err: 'The database server refused: database "nowhere" does not exist. Look at DATABASE_URL.\n',
  })
})
