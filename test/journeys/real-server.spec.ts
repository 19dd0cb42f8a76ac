/** A journey on the server as it is installed, with mail by SMTP: the first operator, an account, an invitation; and a mail server that goes away. */
import type { Page } from '@playwright/test'
import { mailServer } from '../delivery/mail-server.ts'
import { test as base, expect } from '../support/browser.ts'
import { freePort } from '../support/demo-server.ts'
import { look } from '../support/look.ts'
import { passcode } from '../support/oathtool.ts'
import { type RealServer, startReal } from '../support/real-server.ts'
import { Visitor } from '../support/visitor.ts'
import { LANGUAGES, sentence } from '../support/words.ts'

const CHOSEN = 'wicker-lantern-harbour-58'

type Mail = Awaited<ReturnType<typeof mailServer>>
type Real = { readonly server: RealServer; mail: Mail }

const test = base.extend<{ real: Real }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
  real: async ({}, use) => {
    const mail = await mailServer()
    const real: Real = { server: await startReal(await freePort(), mail.url), mail }
    await use(real)
    await real.server.stop()
    await real.mail.close().catch(() => undefined)
  },
  baseURL: async ({ real }, use) => use(real.server.url),
})

/** Looks at a page in every language. */
async function seeInAll(page: Page, step: string): Promise<void> {
  for (const language of [...LANGUAGES].reverse()) {
    await page.getByRole('contentinfo').getByRole('combobox').selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await look(page, `${language}-${step}`)
  }
}

/** The text of the newest mail to an address, waited for. */
async function mailTo(real: Real, address: string, after = 0): Promise<string> {
  const find = () => real.mail.arrived.slice(after).findLast((m) => m.to.includes(address))?.mail.text ?? ''
  await expect.poll(find, { message: `a mail to ${address}`, timeout: 20_000 }).not.toBe('')
  return find()
}

test('promise 17, promise 14: from the set-up link to an invited person, and a mail server that is away and comes back', async ({
  real,
  page,
  elsewhere,
}) => {
  test.setTimeout(180_000)
  const { server } = real
  /** Binds an app on the real clock: no passcode is asked of the same person twice here. */
  const connect = async (v: Visitor) => {
    await v.scan()
    await v.answer('One-time passcode', passcode(v.secret ?? '', Date.now()))
    await v.keepRecoveryCodes()
    await v.isIn()
  }
  const somebody = async (username: string, email: string, at = elsewhere()) => {
    const person = {
      username,
      email,
      password: CHOSEN,
      account: 'acme',
      language: 'en',
      roles: [],
      state: 'to-enrol',
      factors: [],
    } as const
    const nothing = () => Promise.reject(new Error('this is no demo'))
    const clock = { now: () => Promise.resolve(Date.now()), outbox: nothing, advance: nothing, stop: nothing, url: server.url }
    return new Visitor(await at, clock, { ...person, mayEnrol: ['totp'] })
  }

  const operator = await somebody('ops', 'ops@platform.example', Promise.resolve(page))
  await page.goto(server.setUpLink)
  await expect(operator.field('Name')).toBeVisible()
  await seeInAll(page, '24-set-up')
  await operator.field('Name').fill('Robin Ashdown')
  await operator.field('Username').fill('ops')
  await operator.field('E-mail').fill('ops@platform.example')
  await operator.field('Password').fill(CHOSEN)
  await operator.button('Continue').click()
  await connect(operator)

  const help = ['--help-email', 'help@acme.example', '--help-phone', '+44 20 5550 140']
  const first = ['--username', 'ann', '--person', 'Ann Marsh', '--email', 'ann@acme.example']
  await server.sallyport('account', 'create', '--slug', 'acme', '--name', 'Acme Post', ...help, ...first)
  const linkTo = async (email: string) => /http\S+\/invitation#\S+/.exec(await mailTo(real, email))?.[0] ?? ''
  const ann = await somebody('ann', 'ann@acme.example')
  await ann.page.goto(await linkTo('ann@acme.example'))
  await ann.field('Password').fill(CHOSEN)
  await ann.button('Continue').click()
  await connect(ann)

  const ben = await somebody('ben', 'ben@acme.example')
  await server.sallyport('user', 'invite', '--account', 'acme', '--username', 'ben', '--name', 'Ben Holt', '--email', 'ben@acme.example')
  await ben.page.goto(await linkTo('ben@acme.example'))
  await ben.field('Password').fill(CHOSEN)
  await ben.button('Continue').click()
  await expect(ben.heading('Connect your authenticator app')).toBeVisible()

  // He goes away before he has connected anything, and comes back elsewhere while the mail server is away.
  const port = real.mail.port
  await real.mail.close()
  const back = await somebody('ben', 'ben@acme.example')
  await back.page.goto('/sign-in')
  await back.field('Username').fill('ben')
  await back.field('Password').fill(CHOSEN)
  await back.button('Continue').click()
  await expect(back.page.getByText(sentence('The mail server does not take the code at the moment')).first()).toBeVisible()
  await seeInAll(back.page, '25-mail-away')
  await back.button('I have no access to this').click()
  await expect(back.page.getByRole('link', { name: 'help@acme.example' }).first()).toBeVisible()
  await expect(back.page.getByRole('link', { name: '+44 20 5550 140' })).toBeVisible()
  expect((await back.session()).status).toBe(401)

  real.mail = await mailServer({}, port)
  const code = /(?<!\d)\d{6}(?!\d)/.exec(await mailTo(real, 'ben@acme.example'))?.[0] ?? ''
  await expect(back.page.getByText(sentence('Accepted by the mail server')).first(), 'the page finds out by itself').toBeVisible()
  await expect(back.page.getByText(sentence('The mail server does not take the code at the moment'))).toHaveCount(0)
  await back.answer('Code', code)
  await connect(back)
})
