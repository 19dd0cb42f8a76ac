/** Journeys with a code by SMS: signing in, setting it up, asking again, and what the page says of a code that does not come. */
import type { Page } from '@playwright/test'
import { expect, test, toEnrolSms, withSms } from '../support/browser.ts'
import { codeIn } from '../support/visitor.ts'
import { label, sentence } from '../support/words.ts'

const RESEND_S = 30
const NUMBER = '+49 171 3920 063'

test('MW-9 the code goes by SMS to the stored number; the page shows it masked, with the reference of the message', async ({ visitor }) => {
  const v = await visitor(withSms)
  await v.firstDoor()
  const code = await v.textedCode()
  const letter = (await v.letters()).at(-1)
  expect(letter?.to).toBe(v.mobile)
  const shown = await v.shown()
  expect(shown).toContain(`••${v.mobile?.slice(-2)}`)
  expect(shown.replace(/\D/g, ' ')).not.toContain(v.mobile?.slice(3, 9))
  const references = shown.match(/\b[A-Z]{3}\b/g) ?? []
  expect(references.some((r) => letter?.text.includes(r))).toBe(true)
  expect((await v.session()).status, 'after the password alone').toBe(401)
  await expect(v.field('Code')).toHaveAttribute('autocomplete', 'one-time-code')
  await v.answer('Code', code)
  await v.isIn()
  expect((await v.session()).body.factors?.map((f) => f.type)).toEqual(['password', 'sms'])
})

test('MW-12 a new code by SMS can be asked for after a wait that counts down, and voids the old one', async ({ visitor, page }) => {
  await page.clock.install()
  const v = await visitor(withSms)
  await v.firstDoor()
  const old = await v.textedCode()
  const resend = page.getByRole('button', { name: /^(Send a new code|Neuen Code senden|Invia un nuovo codice)/ })
  await expect(resend).toBeDisabled()
  await v.demo.advance(RESEND_S)
  await page.clock.fastForward(RESEND_S * 1000 + 1000)
  await resend.click()
  const fresh = codeIn(await v.nextLetter())
  await v.answer('Code', old)
  await expect(v.alert()).toBeVisible()
  await v.answer('Code', fresh)
  await v.isIn()
})

test('MW-9 MW-10 codes by SMS are set up with a number that is typed: bad ones are refused at the field, the first code proves it', async ({
  visitor,
  page,
}) => {
  const v = await visitor(toEnrolSms)
  await v.firstDoor()
  await v.proveMailbox()
  const number = v.field('Mobile number')
  const send = v.button('Send a code')
  await send.click()
  await expect(number).toHaveAttribute('aria-invalid', 'true')
  for (const [bad, why] of [
    ['+49 171', 'This is not a mobile number. Write it with the country code. Example: +49 171 3920018'],
    ['+49 900 1234567', 'SMS cannot go to this kind of number. Use a mobile number.'],
    ['+33 6 12 34 56 78', 'Your account does not send SMS to this country. Use another number or another way.'],
  ] as const) {
    await number.fill(bad)
    await send.click()
    await expect(v.alert()).toHaveText(sentence(why))
    await expect(number).toBeFocused()
  }
  v.mobile = NUMBER.replace(/\s/g, '')
  await number.fill(NUMBER)
  await send.click()
  const code = await v.textedCode()
  await page.getByRole('button', { name: label('Use another number') }).click()
  await expect(number, 'a number can be put right').toBeEditable()
  await page.reload()
  await expect(v.field('Code'), 'after a reload the code that was sent still counts').toBeVisible()
  await v.answer('Code', code)
  await v.keepRecoveryCodes()
  await v.isIn()
  await v.signOut()
  await v.demo.advance(120)
  await v.firstDoor()
  await v.answer('Code', await v.textedCode())
  await v.isIn()
})

/** What became of the code, as another SMS service would have told: everything else of the answer is the server's own. */
async function delivered(page: Page, delivery: string, times: object): Promise<void> {
  await page.route('**/api/v1/logins/current', async (route) => {
    const answer = await route.fetch()
    const login = (await answer.json()) as { ask?: { sent?: object } }
    if (login.ask?.sent) Object.assign(login.ask.sent, { delivery, ...times })
    await route.fulfill({ response: answer, json: login })
  })
}

test('MW-12 the page says what became of the SMS: on the phone since, or not brought there and what to do', async ({ visitor, page }) => {
  const v = await visitor(withSms)
  await delivered(page, 'delivered', { deliveredAt: '2026-11-21T10:02:14.000Z' })
  await v.firstDoor()
  await expect(page.getByRole('listitem').filter({ hasText: sentence('On the phone') })).toContainText(/\d{2}:02:14/)
  await page.unrouteAll()
  await delivered(page, 'undelivered', {})
  await page.reload()
  await expect(page.getByRole('status').filter({ hasText: sentence('The code did not reach the phone') })).toBeVisible()
  await expect(page.getByText(sentence('The mobile network could not bring it to the phone.'))).toBeVisible()
})

test('MW-12 the account has no SMS left: the page says so, and the last word is another way or help', async ({ visitor, page }) => {
  const v = await visitor(withSms)
  const problem = { type: 'about:blank', title: 'no', status: 429, code: 'message/budget', requestId: 'req_1' }
  await page.route('**/challenge', (route) =>
    route.fulfill({ status: 429, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await v.firstDoor()
  await expect(v.alert()).toContainText(sentence('Your account cannot send more SMS at the moment. Use another way, or ask for help.'))
  await expect(page.getByText(sentence('No code is on its way yet.'))).toBeVisible()
})
