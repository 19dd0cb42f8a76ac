/** Every step of the sign-in in three languages, light and dark, phone and desktop: scanned, measured, and pictured when SALLYPORT_SCREENSHOTS names a folder. */
import type { Page } from '@playwright/test'
import { expect, inState, test, toChoose, toEnrol, withApp, withMailOnly } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { linkIn, type Visitor } from '../support/visitor.ts'
import { LANGUAGES, label } from '../support/words.ts'

test.describe.configure({ timeout: 180_000 })

for (const language of LANGUAGES) {
  const seen = async (page: Page, step: string) => {
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await look(page, `${language}-${step}`)
  }
  const see = (v: Visitor, step: string) => seen(v.page, step)
  /** Chosen by hand, the language stays, whatever is on record about the person who signs in. */
  const choose = async (page: Page) => {
    await page.goto('/sign-in')
    await page.getByRole('combobox', { name: label('Language') }).selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
  }

  test.describe(language, () => {
    test.use({ locale: { en: 'en-GB', de: 'de-DE', it: 'it-IT' }[language] })

    test(`MU-7 in ${language}: first sign-in with an authenticator app`, async ({ visitor, page }) => {
      const v = await visitor(toEnrol)
      await page.goto('/sign-in')
      await expect(page.getByLabel(label('Username', [language]))).toBeVisible()
      await expect(page.locator('html'), 'at first the language of the browser').toHaveAttribute('lang', language)
      await choose(page)
      await see(v, '01-sign-in')
      await v.firstDoor(v.person.username, 'not the password')
      await expect(v.alert()).toBeVisible()
      await see(v, '02-sign-in-wrong')
      await v.firstDoor()
      const code = await v.mailedCode()
      await see(v, '03-prove-mailbox')
      await v.answer('Code', code)
      await v.scan()
      await see(v, '04-enrol')
      const right = await v.passcode()
      await v.answer('One-time passcode', String((Number(right) + 1) % 1_000_000).padStart(6, '0'))
      await expect(v.alert()).toBeVisible()
      await see(v, '05-enrol-wrong')
      await v.answer('One-time passcode', right)
      await expect(v.heading('Keep these recovery codes')).toBeVisible()
      await see(v, '06-recovery-codes')
      await page.reload()
      await expect(v.button('Make new recovery codes')).toBeVisible()
      await see(v, '07-recovery-codes-lost')
      await v.button('Make new recovery codes').click()
      await v.keepRecoveryCodes()
      await v.isIn()
      await see(v, '08-signed-in')
      await v.signOut()
      await see(v, '09-signed-out')
    })

    test(`MU-10 in ${language}: the next sign-in, and the ways around the passcode`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(withApp)
      await v.firstDoor()
      await expect(v.field('One-time passcode')).toBeVisible()
      await see(v, '10-passcode')
      const right = Number(await v.passcode())
      for (const by of [1, 2, 3, 4]) {
        const answered = page.waitForResponse((r) => r.url().endsWith('/answer'))
        await v.answer('One-time passcode', String((right + by) % 1_000_000).padStart(6, '0'))
        expect((await answered).status()).toBe(422)
        await expect(v.alert()).toBeVisible()
      }
      await see(v, '11-passcode-wrong')
      await v.button('Use a recovery code').click()
      await v.field('Recovery code').fill('no such code')
      await v.button('Continue').click()
      await expect(v.alert()).toBeVisible()
      await see(v, '12-recovery-code-wrong')
      await v.button('I have no access to this').click()
      await expect(page.getByText(label('No recovery codes at hand?'))).toBeVisible()
      await see(v, '13-who-can-help')
      await v.button('Continue').click()
      await expect(v.alert()).toContainText(/0:[0-3]\d/)
      await see(v, '14-wait')
    })

    test(`MW-8 in ${language}: mailed code, and a wrong one`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(withMailOnly)
      await v.firstDoor()
      const code = await v.mailedCode()
      await see(v, '15-mailed-code')
      await v.answer('Code', String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
      await expect(v.alert()).toBeVisible()
      await see(v, '16-mailed-code-wrong')
    })

    test(`MW-6 in ${language}: the choice of a second factor`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(toChoose)
      await v.firstDoor()
      await v.proveMailbox()
      await expect(v.heading('Choose your second factor')).toBeVisible()
      await see(v, '17-choice')
    })

    test(`in ${language}: a demanded password`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(inState('must-change-password'))
      await v.firstDoor()
      await v.reach(v.field('New password'))
      await see(v, '18-new-password')
      await v.field('New password').fill('password1234')
      await v.button('Save password').click()
      await expect(v.alert()).toBeVisible()
      await see(v, '19-new-password-refused')
    })

    test(`in ${language}: a stopped sign-in, and a page that cannot be made`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(inState('disabled'))
      await v.firstDoor()
      await expect(v.heading('This sign-in was stopped')).toBeVisible()
      await see(v, '20-stopped')
      await page.route('**/api/v1/session', (route) => route.abort())
      await page.goto('/')
      await expect(v.button('Try again')).toBeVisible()
      await see(v, '21-unreachable')
    })

    test(`in ${language}: an invitation, and one that no longer works`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(inState('invited'))
      await page.goto(linkIn(await v.nextLetter()))
      await expect(v.field('Password')).toBeVisible()
      await see(v, '22-invitation')
      await page.goto('/invitation#nothing-that-was-ever-sent')
      await expect(v.heading('This link no longer works')).toBeVisible()
      await see(v, '23-invitation-over')
    })

    test(`in ${language}: the outbox of the demo`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(withMailOnly)
      await v.firstDoor()
      await v.mailedCode()
      await page.goto('/outbox')
      await expect(page.getByText(v.person.username).first()).toBeVisible()
      await seen(page, '26-outbox')
    })
  })
}
