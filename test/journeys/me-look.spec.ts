/** One's own pages and every dialog on them, in three languages, light and dark, phone and desktop: scanned, measured, and pictured when SALLYPORT_SCREENSHOTS names a folder. */
import type { Page } from '@playwright/test'
import { expect, test, withApp, withMailOnly } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { OwnPages } from '../support/own-pages.ts'
import { LANGUAGES, label, sentence } from '../support/words.ts'

test.describe.configure({ timeout: 240_000 })

for (const language of LANGUAGES) {
  const choose = async (page: Page) => {
    await page.goto('/sign-in')
    await page.getByRole('combobox', { name: label('Language') }).selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
  }
  const see = (page: Page, step: string) => look(page, `${language}-me-${step}`)

  test.describe(language, () => {
    test(`in ${language}: Security with an app, and what it asks in dialogs`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor((p) => withApp(p) && p.account === 'nordlicht')
      const own = new OwnPages(v)
      await own.enter()
      await expect(own.section('Where you are signed in').getByRole('listitem')).toHaveCount(1)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await see(page, '01-security')
      const ways = own.section('Ways to prove it is you')

      await ways.getByRole('button', { name: label('Add an authenticator app') }).click()
      await own.deed('Show the QR code').click()
      await expect(page.locator('code.secret')).toBeVisible()
      await see(page, '02-add-app')
      await own.field('One-time passcode').fill('000000')
      await expect(own.dialog().getByRole('alert')).toBeVisible()
      await see(page, '03-add-app-wrong')
      await own.deed('Cancel').click()

      await ways.getByRole('button', { name: sentence('Remove…') }).click()
      await see(page, '04-remove')
      await own.deed('Cancel').click()
      await ways.getByRole('button', { name: sentence('Rename') }).click()
      await own.deed('Save').click()
      await see(page, '05-rename-missing')
      await own.deed('Cancel').click()

      await own.section('Recovery codes').getByRole('button').click()
      await expect(own.dialog().getByRole('listitem')).toHaveCount(10)
      await own.deed('Use these from now on').click()
      await see(page, '06-codes')
      await own.deed('Cancel').click()

      await own.section('Password').getByRole('button').click()
      await own.field('New password').fill('password1234')
      await own.deed('Save password').click()
      await expect(own.dialog().getByRole('alert')).toBeVisible()
      await see(page, '07-password')
      await own.deed('Cancel').click()

      await own
        .section('Contacts')
        .getByRole('button', { name: sentence('Change') })
        .first()
        .click()
      await own.field('New e-mail address').fill('nobody')
      await own.deed('Send a code to it').click()
      await expect(own.dialog().getByRole('alert')).toBeVisible()
      await see(page, '08-contact-wrong')
      await own.field('New e-mail address').fill('a.rather.long.address.for.a.narrow.page@mail.example')
      await own.deed('Send a code to it').click()
      await expect(own.field('Code')).toBeVisible()
      await see(page, '09-contact-code')
      await own.deed('Cancel').click()
      await expect(page.getByRole('button', { name: label('Withdraw') })).toBeVisible()
      await see(page, '10-contact-proposed')
      await page.getByRole('button', { name: label('Withdraw') }).click()
      await expect(page.locator('.toast')).toBeVisible()
      await see(page, '11-toast')

      await own
        .section('Where you are signed in')
        .getByRole('button', { name: label('Sign out everywhere…') })
        .click()
      await see(page, '12-everywhere')
      await own.deed('Cancel').click()

      await own.grow()
      await ways.getByRole('button', { name: label('Add an authenticator app') }).click()
      await own.deed('Show the QR code').click()
      await expect(own.field('Password')).toBeVisible()
      await see(page, '13-step-up-password')
      await own.field('Password').fill(v.person.password)
      await own.deed('Continue').click()
      await expect(own.field('One-time passcode')).toBeVisible()
      await see(page, '14-step-up-passcode')
    })

    test(`in ${language}: the move to a new phone, and Profile`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor((p) => withApp(p) && p.account === 'posta-chiara')
      const own = new OwnPages(v)
      await own.enter()
      await own.open('/me/security/new-phone')
      await expect(page.getByLabel(label('Name of the new one'))).toBeVisible()
      await see(page, '20-new-phone')
      await page.getByRole('button', { name: label('Show the QR code') }).click()
      await expect(page.locator('code.secret')).toBeVisible()
      await see(page, '21-new-phone-scan')
      v.secret = (await own.scan()).searchParams.get('secret') ?? ''
      await page.getByLabel(label('One-time passcode')).fill(await v.passcode())
      await expect(v.heading('The new phone is connected')).toBeVisible()
      await see(page, '22-new-phone-ready')
      await page.getByRole('link', { name: label('Back to Security') }).click()
      await expect(page.getByText(sentence('Goes by itself once you have signed in with the newer app.'))).toBeVisible()
      await see(page, '23-security-both')
      await own.open('/me/profile')
      await expect(page.getByText(v.person.username, { exact: true }).last()).toBeVisible()
      await see(page, '24-profile')
      await page.setViewportSize({ width: 390, height: 844 })
      await page.getByRole('button', { name: label('Menu') }).click()
      await see(page, '25-menu')
    })

    test(`in ${language}: Security by mail alone, with a page that cannot be read`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(withMailOnly)
      const own = new OwnPages(v)
      await own.enter()
      await expect(own.section('Contacts')).toBeVisible()
      await see(page, '30-security-mail')
      await own
        .section('Ways to prove it is you')
        .getByRole('button', { name: label('Use codes by SMS') })
        .click()
      await own.field('Mobile number').fill('12345')
      await own.deed('Send a code').click()
      await expect(own.dialog().getByRole('alert')).toBeVisible()
      await see(page, '31-sms-number')
      await page.route('**/api/v1/me', (route) => route.abort())
      await page.goto('/me/security')
      await expect(v.button('Try again')).toBeVisible()
      await see(page, '32-unreachable')
    })
  })
}
