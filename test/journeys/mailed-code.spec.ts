/** Journeys of the model “Mailingwork”: a code by e-mail after the password. */
import { expect, test, withApp, withMailOnly } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { codeIn, Visitor } from '../support/visitor.ts'
import { sentence } from '../support/words.ts'

const RESEND_S = 30
const LIFETIME_S = 600
const TOO_SOON = sentence('A code was sent a moment ago. Wait before you ask for the next one.')
const TOO_MANY = sentence('A code was sent a moment ago, or too many were sent. Wait before you ask for the next one.')
const other = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0')
/** Ready, in an account where others get codes by e-mail, and asked for nothing but the password. */
const passwordOnly = (p: Person) => p.state === 'ready' && p.factors.every((f) => f.type === 'password')

test('MW-6 each person is asked in the way that is set for them: off, e-mail, authenticator app', async ({ elsewhere, demo, people }) => {
  const [off, mail, app] = await people(passwordOnly, withMailOnly, withApp)
  const enter = async (person: Person | undefined, through: (v: Visitor) => Promise<void>) => {
    const v = new Visitor(await elsewhere(), demo, person as Person)
    await v.firstDoor()
    await through(v)
    await v.isIn()
    return (await v.session()).body.factors?.map((f) => f.type)
  }
  expect(await enter(off, async () => {})).toEqual(['password'])
  expect(await enter(mail, (v) => v.proveMailbox())).toEqual(['password', 'email'])
  expect(await enter(app, async (v) => v.answer('One-time passcode', await v.passcode()))).toEqual(['password', 'totp'])
})

test('MW-8 the code goes to the stored address; the page shows it masked, with the reference of the message', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  await v.mailedCode()
  const letter = (await v.letters()).at(-1)
  expect(letter?.channel).toBe('mail')
  expect(letter?.to).toContain(v.person.email)
  const shown = await v.shown()
  expect(shown).not.toContain(v.person.email)
  expect(shown).toContain(`@${v.person.email.split('@')[1]}`)
  const references = shown.match(/\b[A-Z]{3}\b/g) ?? []
  expect(references.some((r) => letter?.text.includes(r) && letter.subject?.includes(r))).toBe(true)
})

test('MW-11 password first, code second, at every sign-in; without it no access', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  for (const _again of [1, 2]) {
    await v.firstDoor()
    const code = await v.mailedCode()
    expect((await v.session()).status, 'after the password alone').toBe(401)
    await v.answer('Code', ` ${code.slice(0, 3)} ${code.slice(3)} `)
    await v.isIn()
    await v.signOut()
    await v.demo.advance(RESEND_S * 4)
  }
})

test('MW-12 a code works once', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const code = await v.mailedCode()
  await v.answer('Code', code)
  await v.isIn()
  await v.signOut()
  await v.demo.advance(RESEND_S * 2)
  await v.firstDoor()
  expect(await v.mailedCode()).not.toBe(code)
  await v.answer('Code', code)
  await expect(v.alert()).toBeVisible()
  expect((await v.session()).status).toBe(401)
})

test('MW-12 a code lives minutes, and a new one can be asked for in the same sign-in', async ({ visitor, page }) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const old = await v.mailedCode()
  await v.demo.advance(LIFETIME_S + 1)
  await v.answer('Code', old)
  await expect(v.alert()).toBeVisible()
  await page.reload()
  await v.button('Send a new code').click()
  await v.answer('Code', codeIn(await v.nextLetter()))
  await v.isIn()
})

test('MW-12 a new code can be asked for after a wait that counts down, and voids the old one', async ({ visitor, page }) => {
  await page.clock.install()
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const old = await v.mailedCode()
  const resend = page.getByRole('button', { name: /^(Send a new code|Neuen Code senden|Invia un nuovo codice)/ })
  await expect(resend).toBeDisabled()
  await expect(page.getByText(/\b0:[0-3]\d\b/).first()).toBeVisible()
  await v.demo.advance(RESEND_S)
  await page.clock.fastForward(RESEND_S * 1000 + 1000)
  await expect(resend).toBeEnabled()
  await resend.click()
  const fresh = codeIn(await v.nextLetter())
  await expect(resend).toBeDisabled()
  await v.answer('Code', old)
  await expect(v.alert()).toBeVisible()
  await v.answer('Code', fresh)
  await v.isIn()
})

test('MW-12 three wrong codes are announced, each at the field, and the right one still works', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const code = await v.mailedCode()
  for (const by of [1, 2, 3]) {
    const answered = v.page.waitForResponse((r) => r.url().endsWith('/answer'))
    await v.answer('Code', other(code, by))
    expect((await answered).status()).toBe(422)
    await expect(v.alert()).toBeVisible()
    await expect(v.field('Code')).toHaveAttribute('aria-invalid', 'true')
    await expect(v.field('Code')).toBeFocused()
  }
  await v.answer('Code', code)
  await v.isIn()
})

test('MW-12 tries are limited: after five wrong codes the right one is refused too', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const code = await v.mailedCode()
  for (const by of [1, 2, 3, 4, 5]) {
    const answered = v.page.waitForResponse((r) => r.url().endsWith('/answer'))
    await v.answer('Code', other(code, by))
    await answered
    await expect(v.alert()).toBeVisible()
  }
  if (await v.field('Code').isEditable()) {
    await v.answer('Code', code)
    await expect(v.alert()).toBeVisible()
  }
  expect((await v.session()).status).toBe(401)
})

test('MW-12 sends are limited: too soon and too many are said, with the wait, and the last code still counts', async ({
  visitor,
  page,
  elsewhere,
}) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  await v.mailedCode()
  let last = ''
  for (const wait of [30, 60, 120, 240]) {
    await v.demo.advance(wait)
    await page.reload()
    await v.button('Send a new code').click()
    last = codeIn(await v.nextLetter())
  }
  await expect(page.getByText(/\b[78]:\d\d\b/).first(), 'the wait before a sixth').toBeVisible()
  const letters = (await v.letters()).length
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  await v.demo.advance(400)
  await other.firstDoor()
  await expect(other.alert()).toContainText(TOO_MANY)
  await expect(other.alert()).toContainText(/\d:\d\d/)
  expect((await v.letters()).length, 'none was sent').toBe(letters)
  await v.answer('Code', last)
  await v.isIn()
})

test('MW-12 a new sign-in a moment after a code was sent says to wait, and does not speak of wrong tries', async ({
  visitor,
  elsewhere,
}) => {
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  await v.mailedCode()
  const other = new Visitor(await elsewhere(), v.demo, v.person)
  await other.firstDoor()
  await expect(other.alert()).toContainText(TOO_SOON)
  expect((await other.session()).status).toBe(401)
  await v.demo.advance(60)
  await other.page.reload()
  await other.proveMailbox()
  await other.isIn()
})
