/** What every provider of SMS must be: the same list for each kind, against a server that speaks as the real one does, well or badly. */
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Provider, providersOf, type Sms } from '#delivery/sms/index.ts'
import { KINDS, type Kind, type Mode, SID, smsServer } from './sms-server.ts'

const SMS: Sms = {
  to: '+491713920018',
  text: 'Ihr Code für Acme & Söhne: 482913 (Kennung KQM).\n@sign-in.example #482913',
  id: 'msg_1',
  reportUrl: 'https://sign-in.example/sms/reports/acc_1/msg_1/kannel/x',
  validFor: 300,
}
const TIMEOUT_MS = 250

function opened(url: string): Provider {
  const [provider] = providersOf([new URL(url)], TIMEOUT_MS)
  if (!provider) throw new Error('no provider')
  onTestFinished(() => provider.close())
  return provider
}
async function standing(kind: Kind, mode: Mode = 'accepts') {
  const server = await smsServer(kind)
  onTestFinished(server.close)
  server.state.mode = mode
  return { server, provider: opened(server.url) }
}
/** Nothing that must not be in a log. */
const QUIET = expect.not.stringMatching(/482913|1713920018|Acme|p:ss|p%3Ass|to\/ken|to%2Fken|wörd/)

test.each(KINDS)('%s: an SMS arrives as it was given, with its sender and where to report', async (kind) => {
  const { server, provider } = await standing(kind)
  expect(await provider.send(SMS)).toEqual({ went: 'accepted' })
  const [{ reportUrl = '', from, ...asked }] = server.asked as [(typeof server.asked)[0]]
  expect(asked).toMatchObject({ to: SMS.to, text: SMS.text })
  expect(from).toBe(kind === 'twilio' ? '+4915735990000' : 'Sallyport')
  expect(reportUrl).toBe(kind === 'kannel' ? `${SMS.reportUrl}?status=%d` : SMS.reportUrl)
  expect(server.asked).toHaveLength(1)
})

test.each(KINDS)('%s: without an address for reports, none is asked for', async (kind) => {
  const { server, provider } = await standing(kind)
  await provider.send({ to: SMS.to, text: SMS.text, id: SMS.id })
  expect(server.asked[0]?.reportUrl).toBeUndefined()
  expect(server.asked[0]?.fields).not.toHaveProperty('dlr-mask')
})

const WENT: readonly (readonly [Mode, string])[] = [
  ['refuses', 'refused'],
  ['is busy', 'later'],
  ['locks us out', 'later'],
  ['redirects', 'later'],
  ['silent', 'unknown'],
  ['takes, then falls silent', 'unknown'],
  ['cuts', 'unknown'],
  ['answers garbage', 'unknown'],
]
test.each(KINDS.flatMap((kind) => WENT.map(([mode, went]) => [kind, mode, went] as const)))(
  '%s that %s: %s, with a reason that may be logged',
  async (kind, mode, went) => {
    const { server, provider } = await standing(kind, mode)
    const begun = performance.now()
    const outcome = await provider.send(SMS)
    expect(outcome).toEqual({ went, reason: QUIET })
    expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS + 1500)
    // Once each: neither tried again nor followed elsewhere.
    expect(server.connections()).toBe(1)
  },
)

test.each([
  ['kannel', 'unknown'],
  ['twilio', 'unknown'],
  ['http', 'later'],
] as const)('%s: an answer that is none of its own is %s', async (kind, went) => {
  const { provider } = await standing(kind, 'answers as none does')
  expect(await provider.send(SMS)).toEqual({ went, reason: QUIET })
})

test.each(KINDS)('%s: away means surely not taken, and may be tried again', async (kind) => {
  const server = await smsServer(kind)
  await server.close()
  const provider = opened(server.url)
  expect(await provider.send(SMS)).toEqual({ went: 'later', reason: 'no connection (ECONNREFUSED)' })
  await expect(provider.check()).rejects.toThrow(/^no connection \(ECONNREFUSED\)$/)
  const back = await smsServer(kind, server.port)
  onTestFinished(back.close)
  expect(await provider.send(SMS)).toEqual({ went: 'accepted' })
})

test.each(KINDS)('%s: checking sends nothing, and says when user or password is wrong', async (kind) => {
  const { server, provider } = await standing(kind)
  await expect(provider.check()).resolves.toBeUndefined()
  server.state.known = false
  await expect(provider.check()).rejects.toThrow(/^40[13]: /)
  server.state.mode = 'silent'
  await expect(provider.check()).rejects.toThrow('timeout')
  expect(server.asked).toEqual([])
})

test.each(KINDS)('%s: closing waits for what is under way', async (kind) => {
  const { server, provider } = await standing(kind, 'takes, then falls silent')
  let went: unknown
  void provider.send(SMS).then((outcome) => (went = outcome))
  await expect.poll(() => server.asked.length).toBe(1)
  await provider.close()
  await new Promise(setImmediate)
  expect(went).toMatchObject({ went: 'unknown' })
})

test.each(['kannels', 'https'])('%s: a server without TLS gets nothing to read', async (scheme) => {
  let heard = ''
  const plain = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      heard += part.toString('latin1')
    })
  })
  await new Promise<void>((ok) => plain.listen(0, '127.0.0.1', ok))
  onTestFinished(() => void plain.close())
  const { port } = plain.address() as { port: number }
  expect(await opened(`${scheme}://user:secret@127.0.0.1:${port}`).send(SMS)).toEqual({ went: 'later', reason: 'timeout' })
  expect(heard).not.toMatch(/482913|GET|POST|secret/)
  expect(heard.length).toBeGreaterThan(50)
})

test('kannel: what seven bits cannot hold is sent as two bytes a sign; the validity is told in minutes', async () => {
  const { server, provider } = await standing('kannel')
  await provider.send({ ...SMS, validFor: 61 })
  await provider.send({ ...SMS, text: 'Ваш код: 482913', validFor: 1 })
  expect(server.asked.map(({ fields }) => [fields['coding'], fields['validity'], fields['charset']])).toEqual([
    [undefined, '2', 'UTF-8'],
    ['2', '1', 'UTF-8'],
  ])
  expect(server.asked[0]?.fields).toMatchObject({ username: 'us@er', password: 'p:ss wörd' })
})

test('twilio: account and token as its API wants them; a messaging service instead of a number', async () => {
  const { server, provider } = await standing('twilio')
  await provider.send(SMS)
  expect(server.asked[0]?.path).toBe(`/2010-04-01/Accounts/${SID}/Messages.json`)
  expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${SID}:to/ken`).toString('base64')}`)
  expect(server.asked[0]?.fields['ValidityPeriod']).toBe('300')
  await opened(`twilio://${SID}:t@127.0.0.1:${server.port}?service=MG1`).send(SMS)
  expect(server.asked[1]?.fields).toMatchObject({ MessagingServiceSid: 'MG1' })
  expect(server.asked[1]?.fields).not.toHaveProperty('From')
})

test('twilio: the number of its error is told, what it says is not', async () => {
  const { provider } = await standing('twilio', 'refuses')
  expect(await provider.send(SMS)).toEqual({ went: 'refused', reason: '400 (21211)' })
})

test('http: one key for the same message, so that a double can be told; the rest of the address is the service’s own', async () => {
  const { server, provider } = await standing('http')
  await provider.send(SMS)
  await provider.send(SMS)
  expect(server.asked.map((a) => a.headers['idempotency-key'])).toEqual(['msg_1', 'msg_1'])
  expect(server.asked[0]).toMatchObject({ method: 'POST', path: '/v1/send?key=7', fields: { id: 'msg_1', validFor: 300 } })
  expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:p:ss').toString('base64')}`)
})

test('several of one kind have names of their own; what is no way to send SMS is refused', async () => {
  const urls = ['kannel://a:b@127.0.0.1', 'https://a.example/x', 'kannels://a:b@c.example', `twilio://${SID}:t@api.twilio.com?from=1234`]
  expect(providersOf(urls.map((u) => new URL(u))).map((p) => p.name)).toEqual(['kannel', 'http', 'kannel-2', 'twilio'])
  expect(() => providersOf([new URL('ftp://a:hunter2@b.example')])).toThrow(/^there is no way to send SMS by ftp:\/\/$/)
})
