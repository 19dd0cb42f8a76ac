/** Journeys of somebody who was invited: from the link in the mail to the signed-in page, and what becomes of the link. */
import { expect, inState, test } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { linkIn } from '../support/visitor.ts'
import { label } from '../support/words.ts'

const CHOSEN = 'wicker-lantern-harbour-58'
const invitedTo = (account: string) => (person: Person) => inState('invited')(person) && person.account === account

test('MU-7 an invitation: from the link in the outbox to the signed-in page, an authenticator app on the way', async ({
  visitor,
  page,
  elsewhere,
}) => {
  const v = await visitor(invitedTo('posta-chiara'))
  const link = linkIn(await v.nextLetter())
  await page.goto('/outbox')
  await page
    .getByRole('button', { name: new RegExp(v.person.email) })
    .first()
    .click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: /\/invitation#/ }).click()
  v.page = await opened
  await expect(v.page.getByText(v.person.username, { exact: true })).toBeVisible()
  expect(v.page.url(), 'the secret leaves the address').not.toContain('#')
  await v.page.reload()
  const field = v.field('Password')
  await field.fill('short')
  await v.button('Continue').click()
  await expect(v.alert()).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill(CHOSEN)
  await v.button('Continue').click()
  await v.scan()
  await v.page.reload()
  await v.scan()
  await v.answer('One-time passcode', await v.passcode())
  await v.keepRecoveryCodes()
  await v.isIn()
  expect((await v.session()).body.user?.username).toBe(v.person.username)
  await v.signOut()

  await v.firstDoor(v.person.username, CHOSEN)
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()

  const late = await elsewhere()
  await late.goto(link)
  await expect(late.getByRole('heading', { name: label('This link no longer works') }), 'the link works once').toBeVisible()
})

test('MW-8 MW-11 an invitation where codes come by e-mail: the first sign-in asks for one, and so does the next', async ({ visitor }) => {
  const v = await visitor(invitedTo('nordlicht'))
  await v.page.goto(linkIn(await v.nextLetter()))
  await v.field('Password').fill(CHOSEN)
  await v.button('Continue').click()
  expect((await v.session()).status, 'after the password alone').toBe(401)
  await v.proveMailbox()
  await v.isIn()
  await v.signOut()
  await v.demo.advance(120)
  await v.firstDoor(v.person.username, CHOSEN)
  await v.proveMailbox()
  await v.isIn()
})
