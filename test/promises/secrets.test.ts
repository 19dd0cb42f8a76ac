/** Promise 13: whatever a person types or is given on the way in, no log line, problem document, header or URL repeats it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#actions/perform.ts'
import { inviteUser } from '#actions/user/invite.ts'
import { type Answer, Client, codeIn, passcode } from '../support/client.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let url = ''
beforeAll(async () => {
  house = await startProcesses({ count: 1, env: { SALLYPORT_LOG: 'trace' } })
  url = house.nodes[0]?.url ?? ''
  await enrolment()
  await mailedCode()
  await mishaps()
  await house.nodes[0]?.end()
})
afterAll(() => house.stop())

/** Everything that is secret in this run, by what it is; and everything that was answered. */
const canaries = new Map<string, string>()
const answers: { readonly asked: string; readonly answer: Answer }[] = []
const secret = (what: string, text: string): string => {
  expect({ what, length: text.length >= 6 }).toEqual({ what, length: true })
  canaries.set(what, text)
  return text
}
async function ask(c: Client, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
  const answer = await c.call(method, path, body, headers)
  answers.push({ asked: `${method} ${path}`, answer })
  for (const name of ['__Host-login', '__Host-sid', '__Host-device']) {
    const token = c.cookies.get(name)
    if (token) canaries.set(`${name} ${token.slice(0, 4)}`, token)
  }
  return answer
}

async function enrolment(): Promise<void> {
  const account = await house.account()
  const name = `canary-${account.slug}`
  const invitation = { account: account.slug, username: name, name: 'Kana Rienvogel', email: `${name}@mail.example`, way: 'choose' }
  await perform(inviteUser, { world: house.world, client: { agent: 'test', address: '' }, terminal: true }, invitation)
  const token = secret('invitation', /#([\w-]{43})/.exec(await house.mailTo(invitation.email))?.[1] ?? '')
  const c = new Client(url)
  await ask(c, 'POST', '/invitations/look', { token })
  await ask(c, 'POST', '/invitations/accept', { token, password: secret('refused password', 'zu-kurz-8') })
  const password = secret('password', 'Fadenwurm-und-Quittenbrot-8')
  await ask(c, 'POST', '/invitations/accept', { token, password })
  const begun = (await ask(c, 'POST', '/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret: string }
  secret('authenticator secret', begun.secret)
  const first = secret('first passcode', passcode(begun.secret, await house.now()))
  const codes = (await ask(c, 'POST', '/logins/current/enrolment/confirm', { code: first })).body['ask']?.['codes'] as unknown as string[]
  for (const [n, code] of codes.entries()) secret(`recovery code ${n}`, code)
  expect((await ask(c, 'POST', '/logins/current/recovery-codes', { kept: true })).status).toBe(200)
  await c.session()
  secret('csrf token', c.csrf ?? '')
  await ask(c, 'DELETE', '/session')

  await house.advance(61)
  const d = new Client(url)
  await ask(d, 'POST', '/logins', { username: name, password: secret('mistyped password', 'Fadenwurm-und-Quittenbrot-9') })
  await ask(d, 'POST', '/logins', { username: secret('password in the place of the name', 'Quarkstrudel-am-Abend-5'), password })
  const asked = (await ask(d, 'POST', '/logins', { username: name, password })).body as unknown as { ask: { factors: { id: string }[] } }
  const [totp] = asked.ask.factors
  await ask(d, 'POST', '/logins/current/answer', { factor: totp?.id, code: secret('wrong passcode', '918273') })
  await ask(d, 'POST', '/logins/current/answer', {
    factor: totp?.id,
    code: secret('used passcode', passcode(begun.secret, await house.now())),
  })
  expect(d.cookies.has('__Host-sid')).toBe(true)
}

async function mailedCode(): Promise<void> {
  const person = await house.person({
    account: await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } }),
  })
  const c = new Client(url)
  await ask(c, 'POST', '/logins', { username: person.username, password: secret('seeded password', person.password) })
  await ask(c, 'POST', '/logins/current/challenge', { factor: person.factors.email })
  const code = secret('mailed code', codeIn(await house.mailTo(person.email)))
  await ask(c, 'POST', '/logins/current/answer', { factor: person.factors.email, code: `${code}0` })
  expect((await ask(c, 'POST', '/logins/current/answer', { factor: person.factors.email, code })).status).toBe(200)
}

/** Secrets where they do not belong, and while the database fails under them. */
async function mishaps(): Promise<void> {
  const c = new Client(url)
  const stray = secret('stray password', 'Windmuehle-ohne-Fluegel-2')
  const bodies = [
    { username: stray, password: [stray] },
    { username: { $ne: stray }, password: stray },
    { username: 'x', password: `${stray}\u0000` },
    { username: `${stray}\ud800`, password: stray },
    { username: 'x', password: stray.repeat(60) },
    { username: 'x', password: stray, extra: stray },
    `{"username": "x", "password": "${stray}", "password": "${stray}"}`,
    `{"username": "x", "password": "${stray}"`,
    `${stray}`,
  ]
  for (const body of bodies) expect((await ask(c, 'POST', '/logins', body)).status).toBeGreaterThanOrEqual(400)
  await ask(c, 'POST', '/logins', `username=x&password=${stray}`, { 'content-type': 'application/x-www-form-urlencoded' })
  await ask(new Client(url, new Map([['__Host-sid', secret('foreign session', 'S'.repeat(43))]])), 'GET', '/session')
  const person = await house.person({ account: await house.account(), totp: true, codes: true })
  const inside = new Client(url)
  await ask(inside, 'POST', '/logins', { username: person.username, password: person.password })
  const code = secret('recovery code that met a fault', person.codes[0] ?? '')
  await house.sql.query('alter table burned rename to burnt')
  try {
    expect((await ask(inside, 'POST', '/logins/current/answer', { factor: person.factors.codes, code })).status).toBe(500)
  } finally {
    await house.sql.query('alter table burnt rename to burned')
  }
  expect((await ask(inside, 'POST', '/logins/current/answer', { factor: person.factors.codes, code })).status).toBe(200)
  await house.sql.query('alter table login rename to logins')
  try {
    expect((await ask(c, 'POST', '/logins', { username: person.username, password: person.password })).status).toBe(500)
  } finally {
    await house.sql.query('alter table logins rename to login')
  }
  await house.sql.query('alter table session rename to sessions')
  try {
    expect((await ask(inside, 'DELETE', '/session', undefined, { 'x-csrf-token': 'none' })).status).toBe(500)
  } finally {
    await house.sql.query('alter table sessions rename to session')
  }
  await house.sql.query('alter table users rename column username_key to key')
  try {
    await ask(c, 'POST', '/logins', { username: stray, password: stray })
  } finally {
    await house.sql.query('alter table users rename column key to username_key')
  }
}

test('[ASVS 16.2.5] [ASVS 14.2.1] no log line, problem document, header or URL holds a secret, at the most talkative log level', async () => {
  const log = house.nodes[0]?.output() ?? ''
  // The log did speak of what went wrong, so it was the place to look.
  expect(log).toContain('server/bug')
  expect(log).toContain('login.start')
  for (const line of log.split('\n').filter(Boolean)) expect(() => JSON.parse(line), line).not.toThrow()

  // Six digits may stand in a time or an id by chance: codes are looked for as values of their own.
  const holds = (text: string, value: string) =>
    /^\d{6}$/.test(value) ? new RegExp(`(?<![\\w.-])${value}(?![\\w.-])`).test(text) : text.includes(value)
  for (const [what, value] of canaries) {
    expect({ what, inLog: holds(log, value) }).toEqual({ what, inLog: false })
    for (const { asked, answer } of answers) {
      const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie').map((h) => h.join(': '))
      const problem = answer.status >= 400 ? JSON.stringify(answer.body) : ''
      expect({ what, asked, told: holds(problem, value) || holds(headers.join('\n'), value) || holds(asked, value) }).toEqual({
        what,
        asked,
        told: false,
      })
    }
  }
  expect(canaries.size).toBeGreaterThan(25)
})

test('[ASVS 3.3.4] tokens travel in cookies only: never in a body, and each cookie is closed to scripts and other hosts', () => {
  const tokens = [...canaries].filter(([what]) => what.startsWith('__Host-')).map(([, token]) => token)
  expect(tokens.length).toBeGreaterThanOrEqual(4)
  for (const { asked, answer } of answers) {
    for (const token of tokens) expect({ asked, told: JSON.stringify(answer.body).includes(token) }).toEqual({ asked, told: false })
    for (const line of answer.headers.getSetCookie())
      expect(line).toMatch(/^__Host-(?:login|sid|device)=[\w.~:-]*; Path=\/; Secure; HttpOnly; SameSite=Lax(?:; Max-Age=\d+)?$/)
  }
})
