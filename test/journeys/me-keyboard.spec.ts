/** Security by keyboard alone: every control is reached with Tab, dialogs hold the focus and give it back. */
import { expect, type Locator, type Page } from '@playwright/test'
import { test, withApp } from '../support/browser.ts'
import { OwnPages } from '../support/own-pages.ts'
import { label, sentence } from '../support/words.ts'

const MOST_TABS = 40

async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  const focused = () => control.evaluate((e) => e.matches(':focus'))
  for (let i = 0; i < MOST_TABS && !(await focused()); i += 1) await page.keyboard.press('Tab')
  await expect(control).toBeFocused()
  const ring = await control.evaluate((e) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = e.ownerDocument.defaultView?.getComputedStyle(e) ?? {}
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' || borderColor !== ''
  })
  expect(ring, 'the focus can be seen').toBe(true)
}

test('by keyboard only: past the menu, through a dialog and a step-up, and back to where one was', async ({ visitor, page }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  await own.grow()
  await tabTo(page, v.button('Skip to the page'))
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()

  const rename = own
    .section('Ways to prove it is you')
    .getByRole('button', { name: sentence('Rename') })
    .first()
  await tabTo(page, rename)
  await page.keyboard.press('Enter')
  await expect(own.field('Name'), 'the field has the focus').toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(rename, 'the focus is where it was').toBeFocused()

  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Pocket')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: label('Confirm it is you') })).toBeVisible()
  await expect(own.field('Password')).toBeFocused()
  await page.keyboard.type(v.person.password)
  await page.keyboard.press('Enter')
  await expect(own.field('One-time passcode')).toBeFocused()
  await page.keyboard.type(await v.passcode())
  await own.said('The app is now called “{{label}}”.')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await tabTo(page, own.section('Password').getByRole('button', { name: label('Change password') }))
  await page.keyboard.press('Enter')
  await expect(own.field('New password')).toBeFocused()
  await page.keyboard.type('password1234')
  await page.keyboard.press('Enter')
  await expect(own.dialog().getByRole('alert')).toBeVisible()
  await expect(own.field('New password'), 'and is there again after a refusal').toBeFocused()
  for (let i = 0; i < 8; i += 1) await page.keyboard.press('Tab')
  expect(
    await page.evaluate<boolean>(
      "document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body",
    ),
  ).toBe(true)
})
