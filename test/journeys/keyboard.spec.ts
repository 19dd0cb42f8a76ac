/** Journeys by keyboard alone: nothing is clicked, every control is reached with Tab and shows that it has the focus. */
import { expect, type Locator } from '@playwright/test'
import { test, toEnrol } from '../support/browser.ts'
import { codeIn, type Visitor } from '../support/visitor.ts'
import { label } from '../support/words.ts'

const MOST_TABS = 30

/** Presses Tab until the control has the focus, and asks that this can be seen. */
async function tabTo(v: Visitor, control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  const focused = () => control.evaluate((e) => e.matches(':focus'))
  for (let i = 0; i < MOST_TABS && !(await focused()); i += 1) await v.page.keyboard.press('Tab')
  await expect(control).toBeFocused()
}

async function type(v: Visitor, field: string, text: string): Promise<void> {
  await tabTo(v, v.field(field))
  await v.page.keyboard.type(text)
}

async function press(v: Visitor, control: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(v, control)
  const ring = await control.evaluate((e) => {
    const { outlineStyle, outlineWidth, boxShadow } = e.ownerDocument.defaultView?.getComputedStyle(e) ?? {}
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
  })
  expect(ring, 'the focus can be seen').toBe(true)
  await v.page.keyboard.press(key)
}

test('MU-7 MU-9 MU-10 first and next sign-in by keyboard only', async ({ visitor, page }) => {
  const v = await visitor(toEnrol)
  await v.letters()
  await page.goto('/sign-in')
  await type(v, 'Username', v.person.username)
  await type(v, 'Password', v.person.password)
  await page.keyboard.press('Enter')

  const ask = v.button('Send a code by e-mail')
  await expect(ask.or(v.field('Code')).first()).toBeVisible()
  if (await v.field('Code').isHidden()) await press(v, ask)
  await type(v, 'Code', codeIn(await v.nextLetter()))
  await v.scan()
  await type(v, 'One-time passcode', await v.passcode())
  await press(v, page.getByRole('checkbox', { name: label('I have put them where I will find them without my phone') }), 'Space')
  await press(v, v.button('Go to {{account}}').or(v.button('Continue')))
  await v.isIn()

  await press(v, v.button('Sign out'))
  await type(v, 'Username', v.person.username)
  await type(v, 'Password', v.person.password)
  await press(v, v.button('Continue'))
  await expect(v.field('One-time passcode'), 'the page moves the focus to what it asks').toBeFocused()
  await page.keyboard.type(await v.passcode())
  await v.isIn()
})
