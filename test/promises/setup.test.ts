/** Promise 17: the set-up link makes the first operator and nothing else, is written where only the owner reads, and then never works again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { Client, passcode } from '../support/client.ts'
import { freePort, startServer } from '../support/server.ts'

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname
const CLAIM = { username: 'olga', name: 'Olga Perator', email: 'olga@house.example', language: 'en', password: 'webstuhl-im-nebel-1' }

async function fresh() {
  const server = await startServer()
  onTestFinished(() => server.stop())
  const link = async () => (await makeSetUpLink(server.world))?.link ?? ''
  const looks = async (token: string) => (await new Client(server.url).post('/set-up/look', { token })).status
  return { server, link, looks }
}
const tokenOf = (link: string) => link.split('#')[1] ?? ''

/** From a claim to a session with two factors. */
async function finish(c: Client, now: number): Promise<unknown> {
  const { secret } = (await c.post('/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret: string }
  await c.post('/logins/current/enrolment/confirm', { code: passcode(secret, now) })
  return (await c.post('/logins/current/recovery-codes', { kept: true })).body['state']
}

test('[ASVS 6.3.2] the link: 256 bits in the fragment, hashed in one row, thirty minutes, ended by the next one', async () => {
  const { server, link, looks } = await fresh()
  const first = await link()
  expect(first).toMatch(/^http:\/\/localhost:\d+\/set-up#[\w-]{43}$/)
  expect(Buffer.from(tokenOf(first), 'base64url')).toHaveLength(32)
  expect(await looks(tokenOf(first))).toBe(200)
  // Looking uses nothing up; another token is no token.
  expect(await looks(tokenOf(first))).toBe(200)
  expect(await looks('A'.repeat(43))).toBe(410)
  const second = await link()
  expect(await looks(tokenOf(first))).toBe(410)
  const { rows } = await server.sql.query("select encode(token, 'hex') as token from set_up")
  expect(rows).toEqual([{ token: createHash('sha256').update(tokenOf(second)).digest('hex') }])
  await server.advance(29 * 60)
  expect(await looks(tokenOf(second))).toBe(200)
  await server.advance(61)
  expect(await looks(tokenOf(second))).toBe(410)
  expect((await new Client(server.url).post('/set-up', { ...CLAIM, token: tokenOf(second) })).body['code']).toBe('set-up/closed')
})

test('[ASVS 6.3.3] a claim alone opens nothing: only with the second factor there is an operator, and then the link is closed', async () => {
  const { server, link, looks } = await fresh()
  const token = tokenOf(await link())
  const c = new Client(server.url)
  expect((await c.post('/set-up', { ...CLAIM, token, password: 'kurz' })).body['code']).toBe('password/too-short')
  const claimed = await c.post('/set-up', { ...CLAIM, token })
  expect(claimed).toMatchObject({ status: 201, body: { state: 'asking', ask: { kind: 'enrol', types: ['totp'] } } })
  expect(c.cookies.has('__Host-sid')).toBe(false)
  // Whoever comes back with the password alone must prove the mailbox like everybody else.
  expect((await new Client(server.url).start(CLAIM.username, CLAIM.password)).body).toMatchObject({ ask: { kind: 'prove-contact' } })
  expect(await looks(token)).toBe(200)
  const now = Number((await server.sql.query('select now_ms() as now')).rows[0].now)
  expect(await finish(c, now)).toBe('granted')
  expect((await c.session()).body).toMatchObject({
    strength: 'strong',
    account: { slug: 'platform' },
    permissions: expect.arrayContaining(['operator.accounts']),
  })
  expect(await looks(token)).toBe(410)
  expect((await new Client(server.url).post('/set-up', { ...CLAIM, username: 'second', token })).status).toBe(410)
  expect(await makeSetUpLink(server.world)).toBeUndefined()
})

test('[ASVS 6.3.2] somebody who had the link first and did not finish is no operator beside the one who did', async () => {
  const { server, link } = await fresh()
  const token = tokenOf(await link())
  const early = new Client(server.url)
  const late = new Client(server.url)
  expect((await early.post('/set-up', { ...CLAIM, username: 'early', token })).status).toBe(201)
  expect((await late.post('/set-up', { ...CLAIM, username: 'late', token })).status).toBe(201)
  const now = Number((await server.sql.query('select now_ms() as now')).rows[0].now)
  expect(await finish(late, now)).toBe('granted')
  expect((await early.post('/logins/current/enrolment', { type: 'totp' })).status).toBe(404)
  expect((await new Client(server.url).start('early', CLAIM.password)).body['code']).toBe('login/wrong-answer')
  expect((await server.sql.query("select username from users where account = 'acc_platform'")).rows).toEqual([{ username: 'late' }])
})

/** `sallyport serve` as its owner starts it, with everything that it writes. */
async function serve(dataDir: string, port: number): Promise<{ said: () => string; stop(): Promise<void> }> {
  const { PATH = '', HOME = '' } = process.env
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH, HOME, PORT: String(port), SALLYPORT_DATA_DIR: dataDir, SALLYPORT_LOG: 'trace' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = once(child, 'close')
  const answers = new Promise<void>((ok, no) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Sallyport answers')) ok()
      })
    void ended.then(() => no(new Error(said)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  await answers.catch(async (error) => {
    throw error
  })
  return { said: () => said, stop }
}

test('serve writes the link to a file that only its owner reads, says where, logs it nowhere, and removes it once there is an operator', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-serve-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const dataDir = path.join(folder, 'data')
  const file = path.join(dataDir, 'set-up-link')
  const port = await freePort()
  const first = await serve(dataDir, port)
  try {
    expect(first.said()).toContain(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const link = readFileSync(file, 'utf8').trim()
    expect(link).toMatch(new RegExp(`^http://localhost:${port}/set-up#[\\w-]{43}$`))
    const c = new Client(new URL(link).origin)
    expect((await c.post('/set-up', { ...CLAIM, token: tokenOf(link) })).status).toBe(201)
    expect(await finish(c, Date.now())).toBe('granted')
    expect(first.said()).not.toContain(tokenOf(link))
  } finally {
    await first.stop()
  }
  const second = await serve(dataDir, port)
  try {
    expect(existsSync(file)).toBe(false)
    expect(second.said()).not.toMatch(/one-time link|set-up#/)
  } finally {
    await second.stop()
  }
})
