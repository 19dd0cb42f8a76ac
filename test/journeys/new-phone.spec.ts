/** Journeys of moving to a new phone: both count until the new one was used, then the old one is gone. */
import { expect, test, withApp } from '../support/browser.ts'
import { passcode } from '../support/oathtool.ts'
import { OwnPages } from '../support/own-pages.ts'
import { label, sentence } from '../support/words.ts'

const STEP_S = 30

test('[MU-14] transfer to a new phone: both phones work, then the old one is retired by itself', async ({ visitor, page }) => {
  const v = await visitor((p) => withApp(p) && p.factors.filter((f) => f.type === 'totp').length === 1)
  const own = new OwnPages(v)
  const old = v.secret ?? ''
  await own.enter()
  await own
    .section('Ways to prove it is you')
    .getByRole('link', { name: label('Transfer to a new phone') })
    .click()
  await expect(v.heading('What happens')).toBeVisible()
  await page.getByLabel(label('Name of the new one')).fill('New phone')
  await page.getByRole('button', { name: label('Show the QR code') }).click()
  const url = await own.scan()
  expect(url.pathname, 'the entry names account and user, so that apps keep it beside others').toContain(
    encodeURIComponent(v.person.username),
  )
  const fresh = url.searchParams.get('secret') ?? ''
  expect(fresh).not.toBe(old)
  const key = ((await page.locator('code.secret').textContent()) ?? '').replace(/\s/g, '')
  expect(key, 'the key beside the code is the same').toBe(fresh)
  const right = passcode(fresh, await v.demo.now())
  await page.getByLabel(label('One-time passcode')).fill(String((Number(right) + 1) % 1_000_000).padStart(6, '0'))
  await expect(v.alert()).toBeVisible()
  await page.getByLabel(label('One-time passcode')).fill(right)
  await expect(v.heading('The new phone is connected')).toBeVisible()
  await page.getByRole('link', { name: label('Back to Security') }).click()
  const ways = own.section('Ways to prove it is you')
  await expect(ways.getByRole('listitem')).toHaveCount(2)
  await expect(ways).toContainText(sentence('Goes by itself once you have signed in with the newer app.'))

  // The page asks for the new one, by its name; the old one still opens the second door.
  await v.signOut()
  await v.firstDoor()
  await expect(page.getByText('New phone')).toBeVisible()
  await v.button('Use the authenticator app').click()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  await own.open('/me/security')
  await expect(own.section('Ways to prove it is you').getByRole('listitem')).toHaveCount(2)

  // Once the new one has, it is alone.
  await v.signOut()
  await v.demo.advance(STEP_S)
  v.secret = fresh
  await v.firstDoor()
  await v.reach(v.button('Sign out'))
  await own.open('/me/security')
  await expect(own.section('Ways to prove it is you').getByRole('listitem')).toHaveCount(1)
  await v.signOut()
  await v.firstDoor()
  await v.demo.advance(STEP_S)
  await v.field('One-time passcode').fill(passcode(old, await v.demo.now()))
  await expect(v.alert(), 'the old phone opens nothing any more').toBeVisible()
})

test('[MU-15] beside it stands how Google Authenticator exports, and what helps when a code is too dense to scan', async ({
  visitor,
  page,
}) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  await own.open('/me/security/new-phone')
  const guide = page.getByRole('complementary', { name: label('You use Google Authenticator?') })
  for (const helps of [
    'Fewer accounts in one export; make several',
    'This page enlarged, or the phone a little further away',
    'Typing the key that stands beside the code',
  ])
    await expect(guide).toContainText(sentence(helps))
})
