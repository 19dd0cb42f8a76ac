/** Journeys under Me › Security and Profile: each thing changed as a person would, and the next sign-in knows it. */
import type { Locator } from '@playwright/test'
import { expect, has, test, withApp, withMailOnly, withSms } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { OwnPages } from '../support/own-pages.ts'
import { Visitor } from '../support/visitor.ts'
import { label, sentence } from '../support/words.ts'

const NEW_PASSWORD = 'wicker-lantern-harbour-58'

test('[MW-P5] the method is changed under own settings: an app is added, asked first, and the next sign-in asks it', async ({
  visitor,
}) => {
  const v = await visitor(withMailOnly)
  const own = new OwnPages(v)
  await own.enter()
  v.secret = await own.addApp('Work phone')
  await expect(own.row('Work phone')).toBeVisible()

  const asked = own.section('Asked at sign-in')
  await asked.getByRole('combobox').selectOption({ label: await inWords(asked.getByRole('combobox'), 'Authenticator app') })
  await expect(asked, 'the consequence stands beside it before it is saved').toContainText(
    sentence('You type the passcode your app shows. Works without a network.'),
  )
  await asked.getByRole('button', { name: label('Save') }).click()
  // The app is the strongest that is held now: a change asks for it.
  await own.confirmIdentity()
  await own.said('Asked at sign-in from now on: {{way}}.')
  await expect.poll(async () => (await v.letters()).map((l) => l.subject).length, 'notices of both').toBeGreaterThan(2)

  await v.signOut()
  await v.firstDoor()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
})

test('“If you lost your phone today” says what is true of each person, and offers at most one thing to do', async ({
  people,
  page,
  demo,
}) => {
  const apps = (n: number) => (p: Person) => withApp(p) && p.factors.filter((f) => f.type === 'totp').length === n
  const cases: readonly (readonly [wish: (p: Person) => boolean, verdict: string, todo: string | undefined])[] = [
    [apps(1), 'You would get in with a recovery code.', undefined],
    [apps(2), 'You would still get in with your other authenticator app.', undefined],
    [withMailOnly, 'You would still get in: a code can come by e-mail.', 'Make recovery codes'],
    [
      (p) => withSms(p) && !has('recovery-code')(p),
      'You would not get in by yourself. Somebody would have to help.',
      'Make recovery codes',
    ],
    [
      (p) => p.state === 'ready' && p.factors.length === 0,
      'You would get in: only your password is asked. Whoever learns it gets in too.',
      'Add an authenticator app',
    ],
  ]
  const found = await people(...cases.map(([wish]) => wish))
  for (const [i, person] of found.entries()) {
    const [, verdict = '', todo] = cases[i] ?? []
    const own = new OwnPages(new Visitor(page, demo, person))
    await own.enter()
    const lost = own.section('If you lost your phone today')
    await expect(lost).toContainText(sentence(verdict))
    await expect(lost.getByRole('listitem'), 'four plain facts').toHaveCount(4)
    await expect(lost.getByRole('button')).toHaveCount(todo === undefined ? 0 : 1)
    if (todo !== undefined) await expect(lost.getByRole('button')).toHaveText(label(todo))
    await own.v.signOut()
  }
})

test('recovery codes made anew: the sheet before works until the new one was kept', async ({ visitor }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  const codes = own.section('Recovery codes')
  await codes.getByRole('button', { name: label('Make new recovery codes') }).click()
  const shown = own.dialog().getByRole('listitem').locator('code')
  await expect(shown).toHaveCount(10)
  const [first = ''] = await shown.allInnerTexts()
  await own.deed('Use these from now on').click()
  await expect(v.alert(), 'nothing without the tick').toBeVisible()
  await own.dialog().getByRole('checkbox').check()
  await own.deed('Use these from now on').click()
  await own.said('The new recovery codes count. Earlier ones no longer work.')
  await expect(codes).toContainText(/10/)

  await v.signOut()
  await v.firstDoor()
  await v.recover(first)
  await v.isIn()
})

test('a new password by the rules ends the other session, and says so before', async ({ visitor, elsewhere }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  await other.firstDoor()
  await other.reach(other.button('Sign out'))
  await own.enter()
  await own
    .section('Password')
    .getByRole('button', { name: label('Change password') })
    .click()
  await expect(own.dialog()).toContainText(
    sentence('You stay signed in here. Your other session ends, and devices you have signed in from are strangers again.'),
  )
  await own.field('New password').fill('password1234')
  await own.deed('Save password').click()
  await expect(own.dialog().getByRole('alert'), 'a common one is refused under the field').toBeVisible()
  await own.field('New password').fill(NEW_PASSWORD)
  await own.deed('Save password').click()
  await own.said('Your password was changed, and {{count}} other session was ended.')
  await expect.poll(() => other.session().then(({ status }) => status)).toBe(401)

  await v.signOut()
  await v.firstDoor(v.person.username, NEW_PASSWORD)
  await v.reach(v.button('Sign out'))
})

test('apps are named and removed; the last one stays, with the reason', async ({ visitor }) => {
  const v = await visitor((p) => withApp(p) && p.account === 'posta-chiara' && p.factors.filter((f) => f.type === 'totp').length === 1)
  const own = new OwnPages(v)
  await own.enter()
  const ways = own.section('Ways to prove it is you')
  const only = ways.getByRole('listitem')
  await expect(only).toHaveCount(1)
  await only.getByRole('button', { name: sentence('Remove…') }).click()
  await own.deed('Remove the authenticator app').click()
  await expect(own.dialog().getByRole('alert')).toContainText(
    sentence(
      'Your account asks for a second factor, and this is the only one you can use every day. Add another one first, then remove this one.',
    ),
  )
  await own.deed('Cancel').click()

  await own.addApp('Tablet')
  await ways
    .getByRole('listitem')
    .filter({ hasText: 'Tablet' })
    .getByRole('button', { name: sentence('Rename') })
    .click()
  await expect(own.field('Name')).toHaveValue('Tablet')
  await own.field('Name').fill('Kitchen tablet')
  await own.deed('Save').click()
  await own.said('The app is now called “{{label}}”.')
  const tablet = ways.getByRole('listitem').filter({ hasText: 'Kitchen tablet' })
  await tablet.getByRole('button', { name: sentence('Remove…') }).click()
  await own.deed('Remove the authenticator app').click()
  await own.said('The authenticator app was removed.')
  await expect(ways.getByRole('listitem')).toHaveCount(1)
})

test('a session elsewhere is shown with its device and ended; signing out everywhere asks first', async ({ visitor, elsewhere }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  await other.firstDoor()
  await other.reach(other.button('Sign out'))
  await own.enter()
  const sessions = own.section('Where you are signed in')
  await expect(sessions.getByRole('listitem')).toHaveCount(2)
  await expect(sessions).toContainText(/Chrom\w+ \w+ Linux/)
  await sessions.getByRole('button', { name: sentence('End') }).click()
  await expect(sessions.getByRole('listitem')).toHaveCount(1)
  await expect.poll(() => other.session().then(({ status }) => status)).toBe(401)

  await sessions.getByRole('button', { name: label('Sign out everywhere…') }).click()
  await own.deed('Sign out everywhere').click()
  await expect(v.page.getByRole('status')).toBeVisible()
  await expect(v.field('Username')).toBeVisible()
})

test('what happened lately is told with device and place, and an attempt that was stopped stands out', async ({ visitor, page }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await v.firstDoor()
  await v.answer('One-time passcode', '000000')
  await expect(v.alert()).toBeVisible()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  await own.open('/me/security')
  const lately = own.section('Lately')
  const [signedIn, failed] = [lately.getByRole('listitem').nth(0), lately.getByRole('listitem').nth(1)]
  await expect(signedIn).toContainText(sentence('Signed in'))
  await expect(signedIn).toContainText(/Chrom\w+ \w+ Linux/)
  await expect(signedIn).toContainText(sentence('This computer'))
  await expect(failed.locator('b')).toHaveText(label('A wrong passcode was entered. It opened nothing.'))
  await expect(failed).toContainText(sentence('This computer'))
  await expect(signedIn.locator('b')).toHaveCount(0)

  await own.v.button('Change password').click()
  await own.field('New password').fill(NEW_PASSWORD)
  await own.deed('Save password').click()
  await own.said('Your password was changed.')
  await expect(signedIn, 'what was just done stands on top').toContainText(sentence('Password changed'))

  await lately.getByRole('link').last().click()
  await expect(own.section('Where you are signed in')).toBeInViewport()
  await expect(page).toHaveURL(/\/me\/security#sessions$/)
})

test('after a while a change asks for proof again, and nothing typed is lost', async ({ visitor, page }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  await own.grow()
  await own
    .section('Password')
    .getByRole('button', { name: label('Change password') })
    .click()
  await own.field('New password').fill(NEW_PASSWORD)
  await own.deed('Save password').click()
  await expect(page.getByRole('dialog', { name: label('Confirm it is you') })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(own.field('New password'), 'given up: the form is as it was').toHaveValue(NEW_PASSWORD)
  await own.deed('Save password').click()
  await own.confirmIdentity()
  await own.said('Your password was changed.')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the language holds at once for pages and mails, and colours stay in this browser', async ({ visitor, page }) => {
  const v = await visitor((p) => withMailOnly(p) && p.language === 'de')
  const own = new OwnPages(v)
  await own.enter()
  await own.open('/me/profile')
  const [language, colours] = [
    page.getByRole('combobox', { name: label('Language') }),
    page.getByRole('combobox', { name: label('Colours') }),
  ]
  await language.selectOption('it')
  await expect(page.locator('html')).toHaveAttribute('lang', 'it')
  await expect(page.getByRole('heading', { name: label('Profile', ['it']) })).toBeVisible()
  await colours.selectOption('dark')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await v.signOut()
  await expect(page.locator('html'), 'colours outlive the session').toHaveAttribute('data-mantine-color-scheme', 'dark')
  await v.firstDoor()
  await v.mailedCode()
  const letter = (await v.letters()).at(-1)
  expect(letter?.subject).toMatch(/codice/i)
})

test('a session that ended elsewhere leads to the sign-in page, with a word for it', async ({ visitor, page }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  await page.evaluate(
    "fetch('/api/v1/session').then((r) => r.json()).then((s) => fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-CSRF-Token': s.csrf } }))",
  )
  await own
    .section('Password')
    .getByRole('button', { name: label('Change password') })
    .click()
  await own.field('New password').fill(NEW_PASSWORD)
  await own.deed('Save password').click()
  await expect(page.getByRole('status')).toContainText(sentence('Your session has ended. Sign in again to go on.'))
  await expect(v.field('Username')).toBeVisible()
})

/** The words an option has on the page, whatever language it speaks. */
async function inWords(list: Locator, english: string): Promise<string> {
  const words = await list.getByRole('option').allInnerTexts()
  return words.find((word) => label(english).test(word)) ?? english
}
