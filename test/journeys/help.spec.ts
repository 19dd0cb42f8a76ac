/** Journeys of somebody who waits or cannot go on: what the page offers after a while, and whom to ask. */
import { expect, test, withApp, withMailOnly, withSms } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { Visitor } from '../support/visitor.ts'
import { label, sentence } from '../support/words.ts'

const PATIENCE_MS = 25_000
const NOTHING = sentence('Nothing there yet?')

test('MW-12 25 seconds after a code was asked for and nothing typed, the page offers the ways on, without moving the focus', async ({
  people,
  elsewhere,
  demo,
}) => {
  for (const person of await people(withMailOnly, withSms)) {
    const page = await elsewhere()
    await page.clock.install()
    const v = new Visitor(page, demo, person)
    await v.firstDoor()
    await expect(v.field('Code')).toBeVisible()
    await v.nextLetter()
    await v.field('Code').focus()
    await page.clock.fastForward(PATIENCE_MS - 2000)
    await expect(page.getByText(NOTHING)).toHaveCount(0)
    await page.clock.fastForward(4000)
    await expect(page.getByRole('status').filter({ hasText: NOTHING }), 'announced politely').toBeVisible()
    await expect(v.field('Code')).toBeFocused()
    await expect(v.button('I have no access to this')).toBeVisible()
    await expect(page.getByRole('button', { name: /^(Send a new code|Neuen Code senden|Invia un nuovo codice)/ })).toBeVisible()
  }
})

test('MW-12 who has begun to type is not interrupted', async ({ visitor, page }) => {
  await page.clock.install()
  const v = await visitor(withMailOnly)
  await v.firstDoor()
  const code = await v.mailedCode()
  await v.field('Code').fill(code.slice(0, 2))
  await page.clock.fastForward(2 * PATIENCE_MS)
  await expect(page.getByText(NOTHING)).toHaveCount(0)
  await v.answer('Code', code)
  await v.isIn()
})

test('MW-13 an old mailbox, an old number, a lost phone: each second door says what can be done and names the help contact', async ({
  people,
  elsewhere,
  demo,
}) => {
  const [mail, texts, app] = (await people(withMailOnly, withSms, withApp)) as [Person, Person, Person]
  for (const [person, title] of [
    [mail, 'An old mailbox?'],
    [texts, 'An old number, or no phone at hand?'],
    [app, 'A lost phone, or a new one?'],
  ] as const) {
    const page = await elsewhere()
    const v = new Visitor(page, demo, person)
    await v.firstDoor()
    const open = v.button('I have no access to this')
    await open.click()
    await expect(open).toHaveAttribute('aria-expanded', 'true')
    await expect(page.getByText(label(title))).toBeVisible()
    const help = page.getByRole('listitem').filter({ has: open })
    await expect(help.getByRole('link', { name: '@' })).toHaveAttribute('href', /^mailto:/)
    await expect(help.getByRole('link', { name: /^\+/ })).toHaveAttribute('href', /^tel:\+\d+$/)
    expect((await v.session()).status).toBe(401)
  }
})
