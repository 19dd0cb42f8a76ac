/** The command line as processes on one data folder: a server that runs, and what is done beside it at the terminal. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '#embedded/index.ts'
import { Client } from '../support/client.ts'
import { freePort } from '../support/server.ts'
import { dataFolder, type Env, type Server, sallyport, serve } from './command.ts'

const { folder, remove } = dataFolder()
const inFolder = (name: string) => path.join(folder, name)
let env: Env
let url: string
let server: Server
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  env = { SALLYPORT_DATA_DIR: folder, PORT: String(port) }
  server = await serve(env)
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  expect(existsSync(inFolder('pg/postmaster.pid'))).toBe(false)
  remove()
})

const mode = (file: string) => (statSync(inFolder(file)).mode & 0o777).toString(8)
const linkNow = () => readFileSync(inFolder('set-up-link'), 'utf8').trim()
const looks = (at = url) => new Client(at).post('/set-up/look', { token: linkNow().split('#')[1] })
/** Done at the terminal: code 0, and each line of what it said as a pair. */
async function done(args: string | readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { code, out, err } = await sallyport(args, env)
  expect([code, err]).toEqual([0, ''])
  return Object.fromEntries([...out.matchAll(/^([^:\n]+): (.*)$/gm)].map((m) => [m[1], m[2]]))
}
async function refused(args: string | readonly string[], sentence: string | RegExp): Promise<void> {
  const { code, out, err } = await sallyport(args, env)
  expect([code, err]).toEqual([1, ''])
  expect(out).toMatch(sentence)
  expect(out).not.toContain('    at ')
}
async function sql<T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> {
  // Found running and kept by the server's process: nothing is started or stopped here.
  const { socketDir, port } = await startEmbedded(folder)
  const client = new pg.Client({ host: socketDir, port, user: 'postgres', database: 'sallyport', options: '-c search_path=app' })
  await client.connect()
  try {
    return (await client.query<T>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Each command is a process of its own: on a busy machine a few of them take their time. */
const SLOW = { timeout: 60_000 }

/** A command with its options, so that a test can name the one it gets wrong. */
const command = (name: string, options: Readonly<Record<string, string>>): string[] => [
  ...name.split(' '),
  ...Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]),
]
const person = { username: 'Änne', person: 'Änne Birke', email: 'aenne@birke.example' }
const BIRKE = { slug: 'birke', name: 'Birke und Söhne', language: 'de', ...person }

describe('[promise 17] serve on an empty folder', () => {
  test('answers, and puts the set-up link in a file that only its owner can read, and nowhere else', async () => {
    expect((await fetch(`${url}/ready`)).status).toBe(204)
    expect(linkNow()).toMatch(new RegExp(`^${url}/set-up#[\\w-]{43}$`))
    expect([mode('set-up-link'), mode('keys.json')]).toEqual(['600', '600'])
    expect(server.said()).toContain(`The one-time link is in ${inFolder('set-up-link')}, for 30 minutes.`)
    expect(server.said()).not.toContain(linkNow().split('#')[1])
    expect(server.said()).not.toMatch(/#[\w-]{43}/)
    expect(await looks()).toMatchObject({ status: 200, body: { rules: { minLength: 12 } } })
    expect((await fetch(`${url}/outbox.json`)).status).toBe(404)
  })

  test('a second serve beside it: on the same port it says so and ends, on another it serves the same database', SLOW, async () => {
    const taken = await sallyport('serve', env)
    expect(taken).toMatchObject({ code: 1, out: '' })
    expect(taken.err).toContain('This port is taken. Choose another: PORT=4001')
    expect(taken.err).not.toMatch(/answers at| {4}at /)
    const port = await freePort()
    const second = await serve({ ...env, PORT: String(port) })
    // The newer link is the one that counts, on both: there is one row for all.
    expect(await looks(`http://localhost:${port}`)).toMatchObject({ status: 200 })
    expect(await looks()).toMatchObject({ status: 200 })
    expect(await second.stop()).toBe(0)
    expect((await fetch(`${url}/ready`)).status).toBe(204)
  })
})

test('account create, user invite, operator invite: done once, said in lines, and nobody is given a password', SLOW, async () => {
  const account = (more: object = {}) => command('account create', { ...BIRKE, ...more })
  expect(await done(account())).toMatchObject({
    id: expect.stringMatching(/^acc_/),
    slug: 'birke',
    administrator: expect.stringContaining('"username":"Änne"'),
  })
  await refused(account(), 'This short name is taken. Choose another one.')
  await refused(account({ slug: 'other' }), 'This username is taken. Choose another one.')
  expect(await sql("select 1 from account where slug = 'other'")).toEqual([])
  await refused(account({ email: 'nobody' }), /administrator\.email: is not an e-mail address/)

  const bruno = { account: 'birke', username: 'bruno', name: 'Bruno Bär', email: 'bruno@birke.example', role: 'Administrator', way: 'totp' }
  const user = (more: object = {}) => command('user invite', { ...bruno, ...more })
  expect(await done(user())).toMatchObject({ id: expect.stringMatching(/^usr_/), username: 'bruno' })
  // Somebody who has not accepted yet is invited again, to the address on record; the same name elsewhere is taken.
  await done(user({ email: 'elsewhere@birke.example' }))
  expect(await sql("select email from users where username = 'bruno'")).toEqual([{ email: 'bruno@birke.example' }])
  await refused(account({ slug: 'other', username: 'BRUNO' }), 'This username is taken.')
  await refused(user({ account: 'nowhere' }), /not found: account/)
  await refused(user({ role: 'Emperor' }), /not found: role/)

  const operator = command('operator invite', { username: 'olga', name: 'Olga Ofen', email: 'olga@platform.example' })
  const olga = await done(operator)
  expect(olga['link']).toMatch(new RegExp(`^${url}/invitation#[\\w-]{43}$`))
  const token = olga['link']?.split('#')[1]
  expect(await new Client(url).post('/invitations/look', { token })).toMatchObject({
    status: 200,
    body: { username: 'olga', account: { slug: 'platform' } },
  })

  const people = await sql<{ username: string; state: string; passwords: number; language: string }>(
    `select username, state, language, (select count(*)::int from factor f where f.user_id = u.id and f.type = 'password') as passwords
     from users u where account <> 'acc_decoy' order by username_key`,
  )
  expect(people).toEqual([
    { username: 'bruno', state: 'invited', passwords: 0, language: 'de' },
    { username: 'olga', state: 'invited', passwords: 0, language: 'en' },
    { username: 'Änne', state: 'invited', passwords: 0, language: 'de' },
  ])
})

test('account sms: granted with limits, withheld again, and refused for what is no country', SLOW, async () => {
  await done(command('account create', { slug: 'eibe', name: 'Eibe', username: 'edda', person: 'Edda', email: 'edda@eibe.example' }))
  const sms = (more: object = {}) => command('account sms', { account: 'eibe', ...more })
  expect(await done(sms({ countries: 'de,AT', daily: '50' }))).toEqual({ sms: '{"countries":["DE","AT"],"daily":50}' })
  const now = "select entitlements, sms from account where slug = 'eibe'"
  expect(await sql(now)).toEqual([{ entitlements: { sms: true }, sms: { countries: ['DE', 'AT'], daily: 50 } }])
  await refused(sms({ countries: 'DE,XX' }), /countries\.1: is no country of ISO 3166; example: DE/)
  await refused(sms({ daily: '0' }), /daily: /)
  await refused(sms({ account: 'nowhere' }), /not found: account/)
  expect(await done([...sms(), '--off'])).toEqual({ sms: 'withheld' })
  expect(await sql(now)).toEqual([{ entitlements: {}, sms: { countries: ['DE', 'AT'], daily: 50 } }])
  expect(await sql("select act from audit where act like 'SMS %' order by seq")).toEqual([{ act: 'SMS granted' }, { act: 'SMS withheld' }])
})

test('user reset-two-factor: needs a reason, names what it did, and leaves a row in the audit log', SLOW, async () => {
  await done(command('account create', { slug: 'esche', name: 'Esche', username: 'emil', person: 'Emil', email: 'emil@esche.example' }))
  const reset = (more: object = {}) =>
    command('user reset-two-factor', { account: 'esche', username: 'EMIL', reason: 'lost on a train', ...more })
  expect(await done(reset())).toEqual({ removed: '0' })
  const told = "select body::jsonb->>'actor' as actor, body::jsonb->'data'->>'reason' as reason from audit where act = 'two-factor reset'"
  expect(await sql(told)).toEqual([{ actor: 'terminal', reason: 'lost on a train' }])
  await refused(reset({ username: 'nobody' }), /This does not exist, or not any more\.\n {2}not found: user/)
  await refused(reset({ account: 'nowhere' }), /not found: account/)
})

test('audit verify: whole; edited and cut off is seen, and the code says so', SLOW, async () => {
  const whole = await sallyport('audit verify', env)
  expect([whole.code, whole.err]).toEqual([0, ''])
  expect(whole.out).toMatch(/^acc_\w+: \d+ rows, whole$/m)
  const [row] = await sql<{ account: string; seq: number; body: string }>(
    'select account, seq, body from audit order by account desc, seq limit 1',
  )
  if (!row) throw new Error('there is an audit row for every account that was made')
  const put = (body: string) => sql('update audit set body = $3 where account = $1 and seq = $2', [row.account, row.seq, body])
  await put(row.body.replace('terminal', 'somebody'))
  const edited = await sallyport('audit verify', env)
  await put(row.body)
  expect(edited.code).toBe(1)
  expect(edited.out).toContain(`${row.account}: ${row.seq} rows, row ${row.seq} was edited`)
  expect(await sallyport('audit verify', env)).toMatchObject({ code: 0 })
})

test('keys rotate: everything is sealed anew while the server answers, and the old key stays', async () => {
  const old = JSON.parse(readFileSync(inFolder('keys.json'), 'utf8')) as { current: string; keys: Record<string, string> }
  const said = await sallyport('keys rotate', env)
  expect([said.code, said.err]).toEqual([0, ''])
  expect(said.out).toMatch(/^Sealed with k2: \d+ texts\. Back up /m)
  const now = JSON.parse(readFileSync(inFolder('keys.json'), 'utf8')) as typeof old
  expect(now).toMatchObject({ current: 'k2', keys: old.keys })
  expect(mode('keys.json')).toBe('600')
  for (const secret of [...Object.values(now.keys)]) expect(said.out).not.toContain(secret)
  const left = await sql<{ n: number }>("select count(*)::int as n from factor where secret not like 'k2.%'")
  expect(left).toEqual([{ n: 0 }])
  // The running server reads the file within a second, and at once when it meets a key that it does not know.
  expect(await new Client(url).start('nobody-has-this-name', 'not-the-password')).toMatchObject({
    status: 422,
    body: { code: 'login/wrong-answer' },
  })
})

test('doctor: says of each part whether it is well, and what to do; for programs too', SLOW, async () => {
  const { code, out, err } = await sallyport('doctor', env)
  expect([code, err]).toEqual([1, ''])
  expect(out).toContain(`note  configuration: the address is ${url}. Only browsers on this machine can sign in.`)
  for (const what of ['database: PostgreSQL 18 (embedded)', 'keys: k2 of ', 'clock: database and this machine agree to ', 'queue: '])
    expect(out).toMatch(new RegExp(`^ok {4}${what.replace(/[()]/g, '\\$&')}`, 'm'))
  expect(out).toContain(
    'bad   mail: no mail server is set, so no codes and invitations leave. Set SALLYPORT_SMTP=smtp://user:password@host:587',
  )
  expect(out).toContain('bad   operator: nobody can sign in as operator. Start serve and open the set-up link it shows.')
  const told = await sallyport('doctor --json', { ...env, SALLYPORT_SMTP: `smtp://localhost:${await freePort()}` })
  const { ok, findings } = JSON.parse(told.out) as { ok: boolean; findings: { area: string; state: string; todo?: string }[] }
  expect([told.code, told.err, ok]).toEqual([1, '', false])
  expect(findings.find((f) => f.area === 'mail')).toMatchObject({ state: 'bad', todo: expect.stringContaining('Does it listen there') })
  for (const f of findings) expect(f.todo === undefined, JSON.stringify(f)).toBe(f.state === 'ok')
  const mistyped = await sallyport('doctor', { ...env, SALLYPORT_SMPT: 'smtp://localhost' })
  expect(mistyped).toMatchObject({ code: 1, err: '' })
  expect(mistyped.out).toMatch(/^bad {3}configuration: it cannot be used\. SALLYPORT_SMPT is not known\. Known are: .*\n$/)
})

test('migrate: nothing to do where serve has done it', async () => {
  expect(await sallyport('migrate', env)).toEqual({ code: 0, out: 'The database is at this version.\n', err: '' })
})
