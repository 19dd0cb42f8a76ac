/** Every step of the sign-in in three languages, light and dark, phone and desktop: scanned, measured, and pictured when SALLYPORT_SCREENSHOTS names a folder. */
import type { Page } from '@playwright/test'
import { expect, inState, test, toEnrol, withMailOnly } from '../support/browser.ts'
import { look } from '../support/look.ts'
import type { Visitor } from '../support/visitor.ts'
import { LANGUAGES, label } from '../support/words.ts'

test.describe.configure({ timeout: 180_000 })

for (const language of LANGUAGES) {
  const see = async (v: Visitor, step: string) => {
    await expect(v.page.locator('html')).toHaveAttribute('lang', language)
    await look(v.page, `${language}-${step}`)
  }
  /** Chosen by hand, the language stays, whatever is on record about the person who signs in. */
  const choose = async (page: Page) => {
    await page.goto('/sign-in')
    await page.getByRole('combobox', { name: label('Language') }).selectOption(language)
  }

  test.describe(language, () => {
    test.use({ locale: { en: 'en-GB', de: 'de-DE', it: 'it-IT' }[language] })

    test(`MU-7 MU-10 in ${language}: first sign-in with an authenticator app, and the next one`, async ({ visitor, page }) => {
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
      await v.answer('One-time passcode', await v.passcode())
      await expect(v.heading('Keep these recovery codes')).toBeVisible()
      await see(v, '05-recovery-codes')
      await v.keepRecoveryCodes()
      await v.isIn()
      await see(v, '06-signed-in')
      await v.signOut()
      await see(v, '07-signed-out')
      await v.firstDoor()
      await expect(v.field('One-time passcode')).toBeVisible()
      await see(v, '08-passcode')
      await v.answer('One-time passcode', '000000')
      await expect(v.alert()).toBeVisible()
      await see(v, '09-passcode-wrong')
      await v.button('Use a recovery code').click()
      await expect(v.field('Recovery code')).toBeVisible()
      await see(v, '10-recovery-code')
      await v.button('None of these work').click()
      await expect(v.heading('Who can help')).toBeVisible()
      await see(v, '11-who-can-help')
    })

    test(`MW-8 in ${language}: mailed code`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(withMailOnly)
      await v.firstDoor()
      await v.mailedCode()
      await see(v, '12-mailed-code')
    })

    test(`in ${language}: a demanded password`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(inState('must-change-password'))
      await v.firstDoor()
      await v.reach(v.field('New password'))
      await see(v, '13-new-password')
    })

    test(`in ${language}: a stopped sign-in`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(inState('disabled'))
      await v.firstDoor()
      await expect(v.heading('This sign-in was stopped')).toBeVisible()
      await see(v, '14-stopped')
    })
  })
}
