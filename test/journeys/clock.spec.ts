/** Journeys with a phone whose clock is wrong: the page says by how much, shows both clocks, and the try is not counted. */
import { expect, test, toEnrol, withApp } from '../support/browser.ts'
import { passcode } from '../support/oathtool.ts'
import type { Visitor } from '../support/visitor.ts'
import { sentence } from '../support/words.ts'

const NOT_COUNTED = sentence('Set the clock to automatic, then enter the passcode you see now. This did not count as a wrong try.')

/** What an app shows whose phone is off by so many seconds; ahead is positive. */
const offBy = async (v: Visitor, seconds: number) => passcode(v.secret ?? '', (await v.demo.now()) + seconds * 1000)

test('MW-12 a passcode of a phone that is behind, or ahead, is explained and not counted; the right one opens', async ({
  visitor,
  page,
}) => {
  const v = await visitor(withApp)
  await v.firstDoor()
  await v.answer('One-time passcode', await offBy(v, -100))
  await expect(v.alert()).toContainText(sentence('Your phone is {{by}} behind'))
  await expect(v.alert()).toContainText(NOT_COUNTED)
  await expect(v.alert()).toContainText(/(?:[7-9]\d|10\d|11\d)\ss/)
  await expect(page.getByRole('img', { name: sentence('Here it is {{here}}, on your phone {{phone}}') })).toBeVisible()
  await expect(v.field('One-time passcode')).not.toHaveAttribute('aria-invalid', 'true')
  await expect(v.field('One-time passcode')).toBeFocused()
  await v.answer('One-time passcode', await offBy(v, 420))
  await expect(v.alert()).toContainText(sentence('Your phone is {{by}} ahead'))
  await expect(v.alert()).toContainText(/7\smin/)
  expect((await v.session()).status).toBe(401)
  await v.demo.advance(600)
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
})

test('MU-7 the same while the app is being connected', async ({ visitor, page }) => {
  const v = await visitor(toEnrol)
  await v.firstDoor()
  await v.proveMailbox()
  await v.scan()
  await v.answer('One-time passcode', await offBy(v, -150))
  await expect(v.alert()).toContainText(sentence('Your phone is {{by}} behind'))
  await expect(page.getByRole('img', { name: sentence('Here it is {{here}}, on your phone {{phone}}') })).toBeVisible()
  await v.answer('One-time passcode', await v.passcode())
  await v.keepRecoveryCodes()
  await v.isIn()
})
