/** The steps inside a login, by the contract in ARCHITECTURE.md: sent codes, wrong answers, enrolment, recovery codes, a new password. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeIn, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, idOf, keys, mailedCode, now, offered, proveMailbox } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const MAILED = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
const OFF = { twoFactor: { mode: 'off' } } as const
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test('challenge: 200 with reference, masked address and resend time; the mail has the one number in a line of its own', async () => {
  const p = await server.person({ account: await server.account(MAILED) })
  const { c, login } = await begun(server, p)
  const [local = ''] = p.email.split('@')
  expect(offered(login)).toEqual([{ id: p.factors.email, type: 'email', hint: `${p.email[0]}•••••••@mail.example` }])
  const sent = await c.post('/logins/current/challenge', { factor: p.factors.email })
  expect(keys(sent.body)).toEqual(['reference', 'resendAt', 'sentTo'])
  expect(sent.body).toMatchObject({ reference: expect.stringMatching(/^[A-Z]{3}$/), resendAt: expect.stringMatching(ISO) })
  const mail = await server.mailTo(p.email)
  expect(mail.text.match(/\d{6}/g)).toEqual([codeIn(mail.text)])
  expect(mail.text).toContain(String(sent.body['reference']))
  expect(mail.subject).not.toMatch(/\d{6}/)
  const login2 = await c.get('/logins/current')
  expect(login2.body['ask']).toMatchObject({ sent: { factor: p.factors.email, reference: sent.body['reference'], triesLeft: 5 } })
  for (const said of [login, sent, login2]) {
    const words = JSON.stringify(said.body['ask'] ?? said.body)
    expect(words).not.toContain(local)
    expect(words).not.toContain(codeIn(mail.text))
  }
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({
    status: 429,
    body: { code: 'message/too-soon' },
  })
  await server.advance(31)
  // A new code voids the one before.
  const second = await mailedCode(server, c, p)
  expect(await c.answer(p.factors.email, codeIn(mail.text))).toMatchObject({ status: 422 })
  expect(await c.answer(p.factors.email, ` ${second.slice(0, 3)} ${second.slice(3)} `)).toMatchObject({
    status: 200,
    body: { state: 'granted' },
  })
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({ status: 404 })
})

test('challenge for what was not offered: 409', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  for (const factor of [p.factors.email, p.factors.password, p.factors.totp, p.factors.codes])
    expect(await c.post('/logins/current/challenge', { factor })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
})

test('a wrong answer carries the login; a code is void after five of them, and after ten minutes', async () => {
  const p = await server.person({ account: await server.account(MAILED) })
  const { c } = await begun(server, p)
  const code = await mailedCode(server, c, p)
  const other = code === '000000' ? '000001' : '000000'
  for (let left = 4; left >= 0; left--) {
    const wrong = await c.answer(p.factors.email, other)
    expect(wrong).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', login: { state: 'asking', ask: { kind: 'answer' } } } })
    expect(wrong.body['login']?.['ask']).toMatchObject({ sent: { triesLeft: left } })
  }
  await server.advance(31)
  expect(await c.answer(p.factors.email, code)).toMatchObject({ status: 422 })
  await server.advance(61)
  const late = await mailedCode(server, c, p)
  await server.advance(600)
  expect(await c.answer(p.factors.email, late)).toMatchObject({ status: 422 })
})

test('enrolment: secret, address and picture once; confirm before it: 409; a wrong code carries the login; kept codes work', async () => {
  const p = await server.person({ account: await server.account() })
  const { c } = await begun(server, p)
  expect(await c.post('/logins/current/enrolment', { type: 'totp' })).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  await proveMailbox(server, c, p)
  expect(await c.post('/logins/current/enrolment/confirm', { code: '123456' })).toMatchObject({
    status: 409,
    body: { code: 'login/no-enrolment' },
  })
  for (const type of ['email', 'password', 'recovery-code', 'mock', 'sms', 'passkey'])
    expect(await c.post('/logins/current/enrolment', { type })).toMatchObject({ status: 409 })
  const shown = await c.post('/logins/current/enrolment', { type: 'totp' })
  expect(keys(shown.body)).toEqual(['qr', 'secret', 'uri'])
  const secret = String(shown.body['secret'])
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(String(shown.body['uri']))
  expect([uri.protocol, uri.host, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
    'otpauth:',
    'totp',
    secret,
    `${p.account.name} (Sallyport)`,
  ])
  expect(shown.body['qr']).toMatch(/^<svg/)
  const wrong = await c.post('/logins/current/enrolment/confirm', { code: '12345x' })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', login: { ask: { kind: 'enrol' } } } })
  for (const said of [wrong, await c.get('/logins/current')]) expect(JSON.stringify(said.body)).not.toContain(secret)
  const done = await c.post('/logins/current/enrolment/confirm', { code: passcode(secret, await now(server)) })
  const codes = done.body['ask']?.['codes'] as unknown as string[]
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(JSON.stringify((await c.get('/logins/current')).body)).not.toContain(codes[0])
  // The page was loaded again: ten others, in the one answer that made them, and the first ten are worth nothing.
  const renewed = await c.post('/logins/current/recovery-codes', { renew: true })
  expect(renewed).toMatchObject({ status: 200, body: { state: 'asking', ask: { kind: 'save-recovery-codes' } } })
  const kept = renewed.body['ask']?.['codes'] as unknown as string[]
  expect(kept.some((code) => codes.includes(code))).toBe(false)
  expect(await c.post('/logins/current/recovery-codes', { kept: true })).toMatchObject({ status: 200, body: { state: 'granted' } })
  const { c: again, login } = await begun(server, p)
  const sheet = idOf(login, 'recovery-code')
  expect(await again.answer(sheet, codes[0] ?? '')).toMatchObject({ status: 422 })
  expect(await again.answer(sheet, kept[0] ?? '')).toMatchObject({ status: 200, body: { state: 'granted' } })
})

test('recovery codes and passwords where none are asked: 409', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  for (const body of [{ kept: true }, { renew: true }])
    expect(await c.post('/logins/current/recovery-codes', body)).toMatchObject({ status: 409, body: { code: 'login/not-asked' } })
  expect(await c.post('/logins/current/password', { password: 'neun-nasse-nelken-9' })).toMatchObject({
    status: 409,
    body: { code: 'login/not-asked' },
  })
  expect(await c.answer(p.factors.codes ?? '', p.codes[0] ?? '')).toMatchObject({ body: { state: 'granted' } })
})

test('a new password: reasons and rules; refused ones leave the login as it was', async () => {
  const p = await server.person({ account: await server.account(OFF), mustChange: 'administrator' })
  const { c, login } = await begun(server, p)
  expect(login.body['ask']).toEqual({
    kind: 'new-password',
    reasons: ['administrator'],
    rules: { minLength: 15, maxLength: 256, level: 'modern' },
  })
  const refused = await c.post('/logins/current/password', { password: 'x'.repeat(257) })
  expect(refused).toMatchObject({ status: 422, body: { code: 'password/too-long', rules: { minLength: 15, level: 'modern' } } })
  expect((await c.get('/logins/current')).body['ask']).toEqual(login.body['ask'])
  expect(await c.post('/logins/current/password', { password: 'neun-nasse-nelken-9' })).toMatchObject({
    status: 200,
    body: { state: 'granted' },
  })
})

test('a recovery code that was used is told to whoever owns the sheet, with how many are left', async () => {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  const before = server.mails.length
  expect(await c.answer(p.factors.codes ?? '', p.codes[0] ?? '')).toMatchObject({ status: 200, body: { state: 'granted' } })
  expect((await server.mailTo(p.email, before)).text).toContain('9 recovery codes are left')
})
