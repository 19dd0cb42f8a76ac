/** A gateway dies while somebody stands at the second door in a real browser: the next code comes through the other one, and they get in. */
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../support/chromium.ts'
import { codeInSms } from '../support/client.ts'
import { type Kannel, startKannel } from '../support/kannel.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SMS = { twoFactor: { mode: 'everyone', types: ['sms', 'totp'], atLeast: 'strong' } } as const
const RESEND_S = 30
const MOBILE = '+491713920099'

let gateways: [Kannel, Kannel]
let server: TestServer
let browser: Browser
beforeAll(async () => {
  gateways = await Promise.all([startKannel(), startKannel()])
  server = await startServer({ sms: gateways.map((g) => g.url).join(' ') })
  const executablePath = await findChromium()
  browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await Promise.all((gateways ?? []).map((g) => g.stop()))
})

const sees = (page: Page, text: string) => page.getByText(text).first().waitFor()

test('the provider dies mid-way: a new code comes by the other one, and the person is in', { timeout: 60_000 }, async () => {
  const [first, second] = gateways
  const person = await server.person({ account: await server.account(SMS), way: 'sms', mobile: MOBILE })
  const page = await browser.newPage({ locale: 'en-GB' })
  await page.clock.install()
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('Username').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Enter the code from the SMS' }).waitFor()
  const lost = codeInSms(await first.textTo(MOBILE))

  await first.kill()
  await server.advance(RESEND_S + 1)
  await page.clock.fastForward((RESEND_S + 1) * 1000)
  await page.getByRole('button', { name: /^Send a new code/ }).click()
  const code = codeInSms(await second.textTo(MOBILE))
  expect(first.arrived()).toHaveLength(1)
  await page.getByLabel('Code', { exact: true }).fill(lost)
  await sees(page, 'That code is not right')
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor()
})
