/** The SMTP transport when the server refuses, is away, falls silent, or offers no encryption. */
import { createServer, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { type Mail, openSmtp } from '#delivery/mail/index.ts'
import { smtpOptions } from '#delivery/mail/smtp-options.ts'
import { mailServer } from './mail-server.ts'

const MAIL: Mail = {
  to: 'jana@petersen-hamburg.example',
  fromName: 'Nordlicht Versand',
  subject: 'Ihr Code (Kennung KQM)',
  text: 'Guten Tag\n\n482913\n',
  html: '<p>482913</p>',
}

async function serverFor(...args: Parameters<typeof mailServer>) {
  const server = await mailServer(...args)
  onTestFinished(server.close)
  return server
}
function transport(url: string, more: { timeoutMs?: number; now?: () => number } = {}) {
  const mail = openSmtp({ url, from: 'sign-in@sallyport.example', now: () => 0, ...more })
  onTestFinished(mail.close)
  return mail
}
/** A server that says `lines` one after the other, one per line it hears, and then nothing more. */
async function silentAfter(...lines: string[]) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    const left = [...lines]
    const say = () => left.length > 0 && socket.write(`${left.shift()}\r\n`)
    socket.on('data', say)
    say()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? `smtp://127.0.0.1:${address.port}` : ''
}

test('a recipient refused for now is not over, one refused for good is', async () => {
  const server = await serverFor()
  const mail = transport(server.url)
  server.state.refuses = { rcpt: [451, '4.7.1 greylisted, come back'] }
  expect(await mail.send(MAIL)).toEqual({ accepted: false, final: false, reason: '451 4.7.1 at RCPT TO' })
  server.state.refuses = { rcpt: [550, '5.1.1 no such person'] }
  expect(await mail.send(MAIL)).toEqual({ accepted: false, final: true, reason: '550 5.1.1 at RCPT TO' })
  server.state.refuses = {}
  expect(await mail.send(MAIL)).toMatchObject({ accepted: true })
})

test('the reason holds nothing of the mail, also when the server repeats it', async () => {
  const server = await serverFor()
  server.state.refuses = { data: [554, '5.7.1 spam: Guten Tag 482913 jana@petersen-hamburg.example'] }
  expect(await transport(server.url).send(MAIL)).toEqual({ accepted: false, final: true, reason: '554 5.7.1 at DATA' })
})

test('a server that is away: not over; after five failures nobody tries for 30 s, then one does', async () => {
  const first = await mailServer()
  const { port, url } = first
  await first.close()
  let now = 1_000_000
  const mail = transport(url, { now: () => now })
  await expect(mail.check()).rejects.toThrow(/^the mail server cannot be used: no connection \(ECONNREFUSED\)$/)
  for (let i = 0; i < 5; i++)
    expect(await mail.send(MAIL)).toEqual({ accepted: false, final: false, reason: 'no connection (ECONNREFUSED)' })
  const breaker = { accepted: false, final: false, reason: 'breaker' }
  expect(await mail.send(MAIL)).toEqual(breaker)
  now += 29_999
  expect(await mail.send(MAIL)).toEqual(breaker)
  now += 1
  const [one, ...others] = await Promise.all([mail.send(MAIL), mail.send(MAIL), mail.send(MAIL)])
  expect(one).toMatchObject({ reason: 'no connection (ECONNREFUSED)' })
  expect(others).toEqual([breaker, breaker])
  const back = await serverFor({}, port)
  now += 30_000
  for (let i = 0; i < 3; i++) expect(await mail.send(MAIL)).toMatchObject({ accepted: true })
  expect(back.arrived).toHaveLength(3)
  await expect(mail.check()).resolves.toBeUndefined()
})

test.each([
  ['before its greeting', []],
  ['in the middle of a delivery', ['220 here', '250 here', '250 sender fine']],
])('a server that falls silent %s costs no more than the time allowed', async (_, lines) => {
  const mail = transport(await silentAfter(...lines), { timeoutMs: 250 })
  const begun = performance.now()
  expect(await mail.send(MAIL)).toMatchObject({ accepted: false, final: false, reason: expect.stringMatching(/^timeout/) })
  expect(performance.now() - begun).toBeLessThan(1500)
})

test('a server that never stops answering costs no more than the time allowed', async () => {
  const server = createServer((socket) => {
    socket.write('220 here\r\n')
    const drip = setInterval(() => socket.write('250-one moment\r\n'), 40)
    socket.on('error', () => undefined).on('close', () => clearInterval(drip))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  const mail = transport(`smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, { timeoutMs: 250 })
  expect(await mail.send(MAIL)).toEqual({ accepted: false, final: false, reason: 'timeout' })
}, 3000)

test('addresses and headers that would be more than one are refused before anything is sent', async () => {
  const server = await serverFor()
  const mail = transport(server.url)
  const to = [
    'a@b.example\r\nRCPT TO:<c@d.example>',
    'a@b.example,c@d.example',
    '<a@b.example>',
    'a@b@c.example',
    'a b@c.example',
    'nobody',
    '',
    'a\u0000@b.example',
  ]
  for (const address of to) expect(await mail.send({ ...MAIL, to: address }), address).toMatchObject({ accepted: false, final: true })
  for (const bad of ['x\r\nBcc: c@d.example', 'x\u0000', 'x\n']) {
    for (const field of ['subject', 'fromName', 'messageId'] as const)
      expect(await mail.send({ ...MAIL, [field]: bad }), field).toEqual({
        accepted: false,
        final: true,
        reason: 'a header would not be one line',
      })
  }
  expect(server.arrived).toHaveLength(0)
  expect(() => openSmtp({ url: server.url, from: 'A <a@b.example>', now: () => 0 })).toThrow('not one mail address')
})

test('the message id of a repeated mail stays the same', async () => {
  const server = await serverFor()
  const mail = transport(server.url)
  for (let i = 0; i < 2; i++) await mail.send({ ...MAIL, messageId: '<msg_1.2@sallyport.example>' })
  expect(server.arrived.map((one) => one.mail.messageId)).toEqual(['<msg_1.2@sallyport.example>', '<msg_1.2@sallyport.example>'])
})

test('signs in with user and password from the URL; a wrong password can be put right, so it is not over', async () => {
  const server = await serverFor({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'us@er' && password === 'p:ss/wörd'
        ? done(null, { user: 1 })
        : done(Object.assign(new Error('no'), { responseCode: 535 })),
  })
  const at = `127.0.0.1:${server.port}`
  expect(await transport(`smtp://us%40er:p%3Ass%2Fw%C3%B6rd@${at}`).send(MAIL)).toMatchObject({ accepted: true })
  expect(await transport(`smtp://us%40er:wrong@${at}`).send(MAIL)).toEqual({ accepted: false, final: false, reason: '535 at AUTH' })
})

test('cleartext stays on loopback, everywhere else TLS with a checked certificate is demanded', () => {
  for (const url of ['smtp://127.0.0.1:25', 'smtp://localhost', 'smtp://[::1]:2525', 'smtp://127.8.9.1/'])
    expect(smtpOptions(url)).toMatchObject({ secure: false, requireTLS: false, ignoreTLS: true })
  for (const url of ['smtp://mail.example', 'smtp://10.0.0.1:25', 'smtp://localhost.example', 'smtp://127.0.0.1.example', 'smtp://[::2]'])
    expect(smtpOptions(url)).toMatchObject({ secure: false, requireTLS: true, ignoreTLS: false, port: url.endsWith(':25') ? 25 : 587 })
  expect(smtpOptions('smtps://mail.example')).toMatchObject({ secure: true, port: 465, host: 'mail.example' })
  expect(smtpOptions('smtp://localhost').host).toBe('127.0.0.1')
  const { tls, ...options } = smtpOptions('smtps://u:p@mail.example')
  expect(tls).toMatchObject({ rejectUnauthorized: true, minVersion: 'TLSv1.2' })
  expect(options).toMatchObject({
    disableFileAccess: true,
    disableUrlAccess: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
  })
  for (const url of [
    'mail.example:25',
    'http://mail.example',
    'smtp://',
    'smtps://mail.example?tls.rejectUnauthorized=false',
    'smtp://u:hush@mail.example/x#y',
  ]) {
    expect(() => smtpOptions(url), url).toThrow(/URL/)
    expect(() => smtpOptions(url), url).not.toThrow(/hush/)
  }
})

test.each([
  ['offers no STARTTLS', ['AUTH', 'STARTTLS']],
  ['shows a certificate nobody vouches for', ['AUTH']],
])('a server off loopback that %s gets no mail', async (_, disabledCommands) => {
  const server = await serverFor({ disabledCommands })
  // the options for a server elsewhere, led to the one at hand
  const pool = createTransport({ ...smtpOptions(`smtp://mail.example:${server.port}`, 2000), host: '127.0.0.1' })
  onTestFinished(() => pool.close())
  await expect(pool.sendMail({ ...MAIL, from: 'sign-in@sallyport.example' })).rejects.toMatchObject({
    code: expect.stringMatching(/ETLS|ESOCKET/),
  })
  expect(server.arrived).toHaveLength(0)
})
