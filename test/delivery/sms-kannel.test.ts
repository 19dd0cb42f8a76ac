/** The provider for Kannel against a real Kannel with a fake handset: texts as they arrive, reports, and what it answers when something is wrong. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Provider, providersOf, renderSms } from '#delivery/sms/index.ts'
import { type Kannel, startKannel } from '../support/kannel.ts'

let gateway: Kannel
let kannel: Provider
beforeAll(async () => {
  gateway = await startKannel()
  kannel = opened(gateway.url)
})
afterAll(() => gateway.stop())

function opened(url: string): Provider {
  const [provider] = providersOf([new URL(url)])
  if (!provider) throw new Error('no provider')
  return provider
}
const TO = '+491713920018'
const send = (text: string, reportUrl?: string) =>
  kannel.send({ to: TO, text, id: 'msg_1', validFor: 300, ...(reportUrl ? { reportUrl } : {}) })
/** Sends a text and waits for it on the handset. */
async function comesAs(text: string) {
  const before = gateway.arrived().length
  expect(await send(text)).toEqual({ went: 'accepted' })
  await gateway.textTo(TO, before)
  // A second part may follow the first.
  await expect.poll(() => gateway.arrived().at(-1)?.text, { timeout: 5000 }).toBe(text)
  return gateway.arrived().at(-1)
}

const CODE = { code: '482913', reference: 'KQM', validUntil: '10:12' }
test.each(['en', 'de', 'it'] as const)('the code in %s arrives in one SMS of seven bits, word for word', async (language) => {
  const data = { ...CODE, account: 'Müller & Söhne' }
  const { text, parts } = renderSms({ template: 'login-code', language, data, host: 'sign-in.example' })
  expect(await comesAs(text)).toMatchObject({ from: 'Sallyport', parts, kind: 'text' })
})

test('what seven bits cannot hold arrives too, in the parts that were counted', async () => {
  const { text, parts } = renderSms({ template: 'login-code', language: 'de', data: { ...CODE, account: 'Почта' }, host: 'a.example' })
  expect(parts).toBe(2)
  const before = gateway.arrived().length
  expect(await send(text)).toEqual({ went: 'accepted' })
  await expect.poll(() => gateway.arrived().at(-1)?.parts, { timeout: 5000 }).toBe(2)
  expect(gateway.arrived()).toHaveLength(before + 1)
  // A short one whole, since the fake network cannot say of a part how it is coded.
  expect(await comesAs('Код: 482913')).toMatchObject({ kind: 'ucs-2', parts: 1 })
})

test('it reports that the handset has it, at the address it was given', async () => {
  const said: string[] = []
  const server = createServer((request, response) => {
    said.push(`${request.method} ${request.url}`)
    response.writeHead(204).end()
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  await send('mit Bericht', `http://127.0.0.1:${port}/sms/reports/acc_1/msg_1/kannel/aB-_9`)
  await expect
    .poll(() => said.toSorted(), { timeout: 5000 })
    .toEqual(['GET /sms/reports/acc_1/msg_1/kannel/aB-_9?status=1', 'GET /sms/reports/acc_1/msg_1/kannel/aB-_9?status=8'])
})

test('checking it sends nothing, and tells a wrong password from a gateway that is away', async () => {
  const before = gateway.arrived().length
  await expect(kannel.check()).resolves.toBeUndefined()
  const wrong = opened(gateway.url.replace(/:[^:@]+@/, ':wrong@'))
  await expect(wrong.check()).rejects.toThrow(/^403: user or password is wrong/)
  expect(await wrong.send({ to: TO, text: 'x', id: 'msg_2' })).toEqual({ went: 'later', reason: '403' })
  expect(await kannel.send({ to: '', text: 'x', id: 'msg_3' })).toEqual({ went: 'refused', reason: '400' })
  expect(gateway.arrived()).toHaveLength(before)
})

test('with the handset switched off it takes the SMS and brings it later', async () => {
  await gateway.switchOff()
  const before = gateway.arrived().length
  expect(await send('später')).toEqual({ went: 'accepted' })
  expect(gateway.arrived()).toHaveLength(before)
  await gateway.switchOn()
  expect(await gateway.textTo(TO, before)).toBe('später')
})

test('killed, it is away: surely not taken', async () => {
  await gateway.kill()
  expect(await send('x')).toEqual({ went: 'later', reason: 'no connection (ECONNREFUSED)' })
})
