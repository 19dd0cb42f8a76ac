/** Journeys by keyboard alone: nothing is clicked, every control is reached with Tab and shows that it has the focus. */
import { expect, type Locator } from '@playwright/test'
import { inState, test, toChoose, toEnrol, withApp } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { codeIn, Visitor } from '../support/visitor.ts'
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

/** Username and password, sent with Enter. */
async function enter(v: Visitor): Promise<void> {
  await v.letters()
  await v.page.goto('/sign-in')
  await type(v, 'Username', v.person.username)
  await type(v, 'Password', v.person.password)
  await v.page.keyboard.press('Enter')
}

test('MU-7 MU-9 MU-10 first and next sign-in by keyboard only', async ({ visitor, page }) => {
  const v = await visitor(toEnrol)
  await enter(v)
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
  await expect(v.heading('Enter the passcode'), 'the new step is read out from its heading').toBeFocused()
  // Whoever just types means the field.
  await page.keyboard.type(await v.passcode())
  await v.isIn()
})

test('MW-6 MW-8 by keyboard only: the choice of a factor, a wrong code, and out everywhere', async ({ visitor, page }) => {
  const v = await visitor(toChoose)
  await enter(v)
  const code = codeIn(await v.nextLetter())
  await type(v, 'Code', String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
  await expect(v.alert()).toBeVisible()
  await expect(v.field('Code')).toBeFocused()
  await page.keyboard.type(code)
  await expect(v.heading('Choose your second factor'), 'the page moves the focus to the new step').toBeFocused()
  await press(v, page.getByRole('button').filter({ has: page.getByText(label('Code by e-mail')) }))
  await v.isIn()
  await press(v, v.button('Skip to the page'))
  await expect(page.locator('main')).toBeFocused()
  await press(v, v.button('Sign out everywhere'))
  await expect(v.field('Username')).toBeVisible()
})

test('by keyboard only: around the passcode, and a new password that can be shown', async ({ people, page, demo }) => {
  const [app, changes] = (await people(withApp, inState('must-change-password'))) as [Person, Person]
  const v = new Visitor(page, demo, app)
  await enter(v)
  await press(v, v.button('Use a recovery code'))
  await expect(v.heading('Enter a recovery code')).toBeFocused()
  await page.keyboard.type('none of mine')
  await expect(v.field('Recovery code')).toHaveValue('none of mine')
  await page.keyboard.press('Enter')
  await expect(v.alert()).toBeVisible()
  await expect(v.field('Recovery code')).toBeFocused()
  await press(v, v.button('I have no access to this'))
  await tabTo(v, page.getByRole('link', { name: '@' }).first())
  await press(v, v.button('Use the authenticator app'))
  await type(v, 'One-time passcode', await v.passcode())
  await v.isIn()
  await press(v, v.button('Sign out'))
  await expect(v.field('Username')).toBeVisible()

  const w = new Visitor(page, demo, changes)
  await enter(w)
  await w.reach(w.field('New password'))
  await type(w, 'New password', 'wicker-lantern-harbour-58')
  await press(w, w.button('Show password'), 'Space')
  await expect(w.field('New password')).toHaveAttribute('type', 'text')
  await press(w, w.button('Save password'))
  await w.reach(w.button('Sign out'))
})
