/** Journeys at the first door and around it: who is refused and how, a demanded password, coming back after a reload. */
import { expect, inState, test, toEnrol, withApp } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { Visitor } from '../support/visitor.ts'
import { label } from '../support/words.ts'

const CHOSEN = 'wicker-lantern-harbour-58'

test('MU-12 the username is not the e-mail address', async ({ visitor }) => {
  const v = await visitor(withApp)
  expect(v.person.username).not.toBe(v.person.email)
  await v.firstDoor(v.person.email)
  await expect(v.alert()).toBeVisible()
  const said = await v.alert().textContent()
  await v.firstDoor(v.person.username, `${v.person.password}?`)
  await expect(v.alert()).toBeVisible()
  expect(await v.alert().textContent(), 'a wrong name and a wrong password read the same').toBe(said)
  await v.firstDoor()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
})

test('a new password is demanded, bad ones are refused at the field, and then only the new one counts', async ({ visitor }) => {
  const v = await visitor(inState('must-change-password'))
  const field = v.field('New password')
  await v.firstDoor()
  await v.reach(field)
  await expect(v.page.getByText(label('An administrator of your account has asked for a new password.'))).toBeVisible()
  for (const bad of ['short', v.person.password]) {
    await field.fill(bad)
    const answered = v.page.waitForResponse((r) => r.url().endsWith('/password'))
    await v.button('Save password').click()
    expect((await answered).status()).toBe(422)
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  }
  await field.fill(CHOSEN)
  await v.button('Save password').click()
  await v.reach(v.button('Sign out'))
  await v.signOut()
  await v.firstDoor()
  await expect(v.alert()).toBeVisible()
  await v.firstDoor(v.person.username, CHOSEN)
  await v.reach(v.button('Sign out'))
  await v.isIn()
})

test('a closed user is told so after the right password only, gets no message and no session', async ({ visitor }) => {
  const v = await visitor(inState('disabled'))
  const letters = (await v.letters()).length
  await v.firstDoor(v.person.username, `${v.person.password}?`)
  await expect(v.alert()).toBeVisible()
  await expect(v.heading('This sign-in was stopped')).toBeHidden()
  await v.firstDoor()
  await expect(v.heading('This sign-in was stopped')).toBeVisible()
  expect((await v.session()).status).toBe(401)
  expect((await v.letters()).length).toBe(letters)
})

test('a reload at each step comes back to that step', async ({ visitor, page }) => {
  const v = await visitor(toEnrol)
  await v.firstDoor()
  const code = await v.mailedCode()
  const letters = (await v.letters()).length
  await page.reload()
  await expect(v.field('Code')).toBeVisible()
  expect((await v.letters()).length, 'a reload sends no other code').toBe(letters)
  await v.answer('Code', code)
  await v.scan()
  await page.reload()
  await v.scan()
  await v.answer('One-time passcode', await v.passcode())
  await expect(v.heading('Keep these recovery codes')).toBeVisible()
  const lost = await page.getByRole('listitem').locator('code').allInnerTexts()
  await page.reload()
  await v.button('Make new recovery codes').click()
  const codes = await v.keepRecoveryCodes()
  expect(codes).not.toContain(lost[0])
  await v.isIn()
  await page.reload()
  await v.isIn()
  await v.signOut()
  await v.firstDoor()
  await expect(v.field('One-time passcode')).toBeVisible()
  await page.reload()
  await v.recover(codes[0] ?? '')
  await v.isIn()
})

test('a reload where a new password is demanded, and where a sign-in was stopped, comes back too', async ({ people, page, demo }) => {
  const [changes, closed] = await people(inState('must-change-password'), inState('disabled'))
  const v = new Visitor(page, demo, changes as Person)
  await v.firstDoor()
  await v.reach(v.field('New password'))
  await page.reload()
  await v.field('New password').fill(CHOSEN)
  await v.button('Save password').click()
  await v.reach(v.button('Sign out'))
  await v.signOut()
  const stopped = new Visitor(page, demo, closed as Person)
  await stopped.firstDoor()
  await expect(stopped.heading('This sign-in was stopped')).toBeVisible()
  await page.reload()
  await expect(stopped.field('Username'), 'over: the first door again').toBeVisible()
})

test('tries are limited: too many wrong passwords say how long to wait, for a name that exists as for one that does not', async ({
  page,
  demo,
  people,
  elsewhere,
}) => {
  const [person, neighbour] = await people(withApp, withApp)
  const v = new Visitor(page, demo, person as Person)
  const waits: (string | null)[] = []
  for (const username of [v.person.username, `${v.person.username}-nobody`]) {
    for (let n = 0; n < 6; n += 1) {
      const answered = v.page.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/logins'))
      await v.firstDoor(username, `${v.person.password}?`)
      const status = (await answered).status()
      expect(status).toBe(n < 5 ? 422 : 429)
    }
    await expect(v.alert()).toContainText(/0:[0-3]\d/)
    waits.push(((await v.alert().textContent()) ?? '').replace(/\d+/g, 'n'))
    // Somebody else at this network address gets in: what is counted there in a row begins anew.
    const other = new Visitor(await elsewhere(), demo, neighbour as Person)
    await other.firstDoor()
    await expect(other.field('One-time passcode')).toBeVisible()
  }
  expect(waits[0]).toBe(waits[1])
  await v.demo.advance(60)
  await v.firstDoor()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
})
