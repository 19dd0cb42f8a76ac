/** Journeys of a session: it ends where it is ended, and everywhere within a second. */
import type { Page } from '@playwright/test'
import { expect, test, withApp, withMailOnly } from '../support/browser.ts'
import { Visitor } from '../support/visitor.ts'

/** Promise 10. */
const WITHIN_MS = 1_000

/** Milliseconds until this browser has no session any more. */
async function out(page: Page): Promise<number> {
  const began = performance.now()
  await expect.poll(() => page.evaluate("fetch('/api/v1/session').then((r) => r.status)"), { timeout: 5_000, intervals: [20] }).toBe(401)
  return performance.now() - began
}

test('signing out ends this session only, and the way back asks for everything again', async ({ visitor, elsewhere, page }) => {
  const v = await visitor(withApp)
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  for (const one of [v, other]) {
    await one.firstDoor()
    await one.answer('One-time passcode', await one.passcode())
    await one.isIn()
  }
  await v.signOut()
  await expect(page.getByRole('status')).toBeVisible()
  await page.goto('/')
  await expect(v.field('Username'), 'the signed-in page is not there any more').toBeVisible()
  await other.page.reload()
  await other.isIn()
})

test('[promise 10] signing out everywhere ends the session of the other browser within a second', async ({ visitor, elsewhere }) => {
  const v = await visitor(withMailOnly)
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  for (const one of [v, other]) {
    await one.firstDoor()
    await one.proveMailbox()
    await one.isIn()
    await v.demo.advance(120)
  }
  const ended = v.page.waitForResponse((r) => r.request().method() === 'DELETE' && r.url().endsWith('/sessions'))
  await v.button('Sign out everywhere').click()
  expect((await ended).status()).toBe(204)
  expect(await out(other.page)).toBeLessThan(WITHIN_MS)
  await expect(v.field('Username')).toBeVisible()
  await other.page.reload()
  await expect(other.field('Username')).toBeVisible()
})
