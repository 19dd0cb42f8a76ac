/** Codes by SMS, help on the page and a forgotten password, seen like every step of the sign-in (look.spec.ts): three languages, light and dark, phone and desktop. */
import type { Page } from '@playwright/test'
import { expect, test, toEnrolSms, withApp, withMailOnly, withSms } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { look } from '../support/look.ts'
import { passcode } from '../support/oathtool.ts'
import { linkIn, Visitor } from '../support/visitor.ts'
import { LANGUAGES, label } from '../support/words.ts'

test.describe.configure({ timeout: 180_000 })

for (const language of LANGUAGES) {
  const seen = async (page: Page, step: string) => {
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await look(page, `${language}-${step}`)
  }
  const see = (v: Visitor, step: string) => seen(v.page, step)
  const choose = async (page: Page) => {
    await page.goto('/sign-in')
    await page.getByRole('combobox', { name: label('Language') }).selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
  }

  test.describe(language, () => {
    test(`MW-9 MW-13 in ${language}: a code by SMS, the offer after a while, and no access to it`, async ({ visitor, page }) => {
      await page.clock.install()
      await choose(page)
      const v = await visitor(withSms)
      await v.firstDoor()
      await v.textedCode()
      await see(v, '27-sms-code')
      await page.clock.fastForward(26_000)
      await expect(page.getByText(label('Nothing there yet?'))).toBeVisible()
      await see(v, '28-sms-nothing-yet')
      await v.button('I have no access to this').click()
      await expect(page.getByText(label('An old number, or no phone at hand?'))).toBeVisible()
      await see(v, '29-sms-no-access')
    })

    test(`MW-10 in ${language}: a mobile number is typed`, async ({ visitor, page }) => {
      await choose(page)
      const v = await visitor(toEnrolSms)
      await v.firstDoor()
      await v.proveMailbox()
      await v.field('Mobile number').fill('+49 171')
      await v.button('Send a code').click()
      await expect(v.alert()).toBeVisible()
      await see(v, '30-sms-number')
      v.mobile = '+491713920063'
      await v.field('Mobile number').fill(v.mobile)
      await v.button('Send a code').click()
      await v.textedCode()
      await see(v, '31-sms-enrol')
    })

    test(`MW-12 in ${language}: a phone whose clock is off`, async ({ visitor, page, demo }) => {
      await choose(page)
      const v = await visitor(withApp)
      await v.firstDoor()
      await v.answer('One-time passcode', passcode(v.secret ?? '', (await demo.now()) - 100_000))
      await expect(v.alert()).toContainText(/\d\ss/)
      await see(v, '32-clock')
      await v.button('I have no access to this').click()
      await see(v, '33-app-no-access')
    })

    test(`in ${language}: a forgotten password`, async ({ people, page, demo }) => {
      await choose(page)
      const [app, mail] = (await people(withApp, withMailOnly)) as [Person, Person]
      const ask = async (v: Visitor, who: string) => {
        await v.letters()
        await page.goto('/forgot-password')
        await v.field('E-mail address or username').fill(who)
        await v.button('Send the link').click()
        await expect(v.heading('Look in your mailbox')).toBeVisible()
        return linkIn(await v.nextLetter(), 'password')
      }
      await page.goto('/forgot-password')
      const v = new Visitor(page, demo, app)
      await v.button('Send the link').click()
      await expect(v.alert()).toBeVisible()
      await see(v, '34-forgot')
      const link = await ask(v, app.username)
      await see(v, '35-forgot-asked')
      await page.goto(link)
      await expect(v.heading('A new password')).toBeVisible()
      await see(v, '36-password-link')
      await v.button('Choose a new password').click()
      await expect(v.heading('Show that it is you')).toBeVisible()
      await see(v, '37-show-it-is-you')
      await v.answer('One-time passcode', await v.passcode())
      await expect(v.field('New password')).toBeVisible()
      await see(v, '38-recover-new-password')
      await v.field('New password').fill('wicker-lantern-harbour-58')
      await v.button('Save password').click()
      await expect(v.heading('Your new password is set')).toBeVisible()
      await see(v, '39-recovered')
      await page.goto(link)
      await expect(v.heading('This link no longer works')).toBeVisible()
      await see(v, '40-password-link-over')
      const w = new Visitor(page, demo, mail)
      await page.goto(await ask(w, mail.username))
      await w.button('Choose a new password').click()
      await expect(w.heading('Here somebody has to help')).toBeVisible()
      await see(w, '41-needs-help')
      const stopped = {
        id: 'lgn_1',
        purpose: 'recover',
        state: 'refused',
        reason: 'too-many-tries',
        expiresAt: '',
        now: new Date().toISOString(),
      }
      await page.route('**/api/v1/logins/current', (route) => route.fulfill({ json: stopped }))
      await page.evaluate('history.replaceState(null, "")')
      await page.goto('/password')
      await expect(w.heading('This was stopped')).toBeVisible()
      await see(w, '44-recovery-stopped')
    })

    test(`MW-15 in ${language}: the link that stops a changed contact`, async ({ page }) => {
      await choose(page)
      const help = { email: 'help@acme.example', phone: '+44 20 5550 140' }
      const found = {
        username: 'jpetersen',
        account: { name: 'Nordlicht Versand', help },
        kind: 'mail',
        hint: 'm•••••••@elsewhere.example',
      }
      await page.route('**/contacts/revert/look', (route) => route.fulfill({ json: found }))
      await page.route('**/contacts/revert', (route) => route.fulfill({ json: {} }))
      await page.goto('/revert#anything')
      const stop = page.getByRole('button', { name: label('Stop codes to this address') })
      await expect(stop).toBeVisible()
      await seen(page, '42-revert')
      await stop.click()
      await expect(page.getByRole('heading', { name: label('The new address is stopped') })).toBeVisible()
      await seen(page, '43-reverted')
    })
  })
}
