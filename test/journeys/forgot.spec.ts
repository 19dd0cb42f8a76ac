/** Journeys of a forgotten password: found again without weakening the second door, or somebody has to help. */
import { expect, test, withApp, withMailAndCodes, withMailOnly } from '../support/browser.ts'
import { linkIn, Visitor } from '../support/visitor.ts'
import { label, sentence } from '../support/words.ts'

const CHOSEN = 'wicker-lantern-harbour-58'

/** From the start page to the link in the mail. */
async function ask(v: Visitor, who = v.person.email): Promise<string> {
  await v.letters()
  await v.page.goto('/sign-in')
  await v.page.getByRole('link', { name: label('Forgot password?') }).click()
  await v.field('E-mail address or username').fill(who)
  await v.button('Send the link').click()
  await expect(v.heading('Look in your mailbox')).toBeVisible()
  return linkIn(await v.nextLetter(), 'password')
}

async function open(v: Visitor, link: string): Promise<void> {
  await v.page.goto(link)
  await expect(v.heading('A new password')).toBeVisible()
  await expect(v.page.getByText(v.person.username, { exact: true })).toBeVisible()
  expect(v.page.url(), 'the secret leaves the address').not.toContain('#')
}

async function choose(v: Visitor): Promise<void> {
  await v.field('New password').fill(CHOSEN)
  await v.button('Save password').click()
  await expect(v.heading('Your new password is set')).toBeVisible()
  await expect(v.page.getByText(label('You are not signed in. All other sessions have ended.'))).toBeVisible()
  expect((await v.session()).status, 'a new password signs nobody in').toBe(401)
}

test('MW-12 a forgotten password of somebody with an app: link, passcode, new password, and both doors as always', async ({
  visitor,
  elsewhere,
  page,
}) => {
  const v = await visitor(withApp)
  await v.firstDoor()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  const link = await ask(new Visitor(await elsewhere(), v.demo, v.person), v.person.username)
  // A scanner opens the link and looks at it first.
  const scanner = await elsewhere()
  await scanner.goto(link)
  await expect(scanner.getByRole('heading', { name: label('A new password') })).toBeVisible()

  await open(v, link)
  await page.reload()
  await v.button('Choose a new password').click()
  await expect(v.heading('Show that it is you')).toBeVisible()
  await page.reload()
  await expect(v.heading('Show that it is you'), 'after a reload').toBeVisible()
  await v.answer('One-time passcode', await v.passcode())
  await choose(v)
  await v.button('Sign in').click()
  await expect(v.field('Username')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /\S/ })).toHaveCount(0)
  await v.firstDoor()
  await expect(v.alert(), 'the old password').toBeVisible()
  await v.firstDoor(v.person.username, CHOSEN)
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  await page.goto(link)
  await expect(v.heading('This link no longer works'), 'the link works once').toBeVisible()
  await expect(v.field('E-mail address or username'), 'a new one is asked for in place').toBeVisible()
})

test('MW-12 where codes come by e-mail, the mailbox does not open both doors: a recovery code does', async ({ visitor }) => {
  const v = await visitor(withMailAndCodes)
  const code = v.person.factors.find((f) => f.codes)?.codes?.[0] ?? ''
  await open(v, await ask(v))
  await v.button('Choose a new password').click()
  await expect(v.heading('Show that it is you')).toBeVisible()
  await expect(v.button('Send a code by e-mail')).toHaveCount(0)
  await v.field('Recovery code').fill(code)
  await v.button('Continue').click()
  await choose(v)
})

test('MW-13 where codes come by e-mail and nothing else is held, the page names who can help', async ({ visitor, page }) => {
  const v = await visitor(withMailOnly)
  await open(v, await ask(v))
  await v.button('Choose a new password').click()
  await expect(v.heading('Here somebody has to help')).toBeVisible()
  await expect(page.locator('main').getByRole('link', { name: '@' })).toHaveAttribute('href', /^mailto:/)
  await expect(page.locator('main').getByRole('link', { name: /^\+/ })).toHaveAttribute('href', /^tel:/)
  await v.firstDoor()
  await v.proveMailbox()
  await v.isIn()
})

test('asking says the same for somebody who is not there, and for no address at all what is wrong', async ({ page, demo }) => {
  await page.goto('/forgot-password')
  const field = page.getByLabel(label('E-mail address or username'))
  const send = page.getByRole('button', { name: label('Send the link') })
  await send.click()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill('nobody@')
  await send.click()
  await expect(page.getByRole('alert')).toHaveText(sentence('This is not an e-mail address. Example: name@company.example'))
  const letters = (await demo.outbox()).messages.length
  await field.fill('nobody@nowhere.example')
  await send.click()
  await expect(
    page.getByText(
      label(
        'If this belongs to somebody here, a mail is on its way. It lists every username with this address. The link works once, for 30 minutes.',
      ),
    ),
  ).toBeVisible()
  expect((await demo.outbox()).messages.length).toBe(letters)
})
