/** Journeys of people who are asked for a second factor and choose which: an authenticator app, or a code by e-mail. */
import { expect, test, toChoose } from '../support/browser.ts'

const typesOf = (session: { body: { factors?: { type: string }[] } }) => session.body.factors?.map((f) => f.type)

test('MW-6 the user chooses: code by e-mail, which is bound by the code that proved the mailbox', async ({ visitor, page }) => {
  const v = await visitor(toChoose)
  await v.firstDoor()
  await v.proveMailbox()
  await expect(v.heading('Choose your second factor')).toBeVisible()
  await page.reload()
  await expect(v.heading('Choose your second factor'), 'after a reload').toBeVisible()
  const codes = (await v.letters()).filter((m) => /\d{6}/.test(m.text)).length
  await v.choose('Code by e-mail')
  await v.isIn()
  expect(typesOf(await v.session())).toEqual(['password', 'email'])
  expect((await v.letters()).filter((m) => /\d{6}/.test(m.text)).length, 'no second code was needed').toBe(codes)
  await v.signOut()
  await v.demo.advance(120)
  await v.firstDoor()
  await v.proveMailbox()
  await v.isIn()
})

test('MW-6 the user chooses: looks at one way, goes back, takes the authenticator app', async ({ visitor }) => {
  const v = await visitor(toChoose)
  await v.firstDoor()
  await v.proveMailbox()
  await v.choose('Authenticator app')
  await v.scan()
  await v.button('Choose another way').click()
  await v.choose('Authenticator app')
  await v.scan()
  await v.answer('One-time passcode', await v.passcode())
  await v.keepRecoveryCodes()
  await v.isIn()
  await v.signOut()
  await v.firstDoor()
  await expect(v.field('One-time passcode')).toBeVisible()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  expect(typesOf(await v.session())).toEqual(['password', 'totp'])
})
