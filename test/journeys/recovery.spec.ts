/** Journeys without the phone: a recovery code opens the second door, once. */
import { expect, test, toEnrol } from '../support/browser.ts'

test('a recovery code signs in, in any spelling, and each works once', async ({ visitor }) => {
  const v = await visitor(toEnrol)
  const [first = '', second = ''] = await v.enrol()
  await v.signOut()

  await v.firstDoor()
  await v.recover(` ${first.toLowerCase().replace(/-/g, ' ')} `)
  await v.isIn()
  expect((await v.session()).body.factors?.map((f) => f.type)).toContain('recovery-code')
  await v.signOut()

  await v.firstDoor()
  await v.recover(first)
  await expect(v.alert()).toBeVisible()
  expect((await v.session()).status).toBe(401)
  await v.field('Recovery code').fill(second)
  await v.button('Continue').click()
  await v.isIn()
})

test('from the recovery code back to the authenticator app', async ({ visitor }) => {
  const v = await visitor(toEnrol)
  await v.enrol()
  await v.signOut()
  await v.firstDoor()
  await v.button('Use a recovery code').click()
  await expect(v.field('Recovery code')).toBeVisible()
  await v.button('Use the authenticator app').click()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
})
