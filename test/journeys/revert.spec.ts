/** Journeys of somebody whose contact was changed by another: the mailbox before is told, and its link stops the new one. */
import type { Page } from '@playwright/test'
import { expect, test, withApp } from '../support/browser.ts'
import { codeIn, linkIn, type Visitor } from '../support/visitor.ts'
import { label } from '../support/words.ts'

const THEIRS = 'somebody.else@elsewhere.example'

/** What the console does with the session of this page. */
const post = (page: Page, path: string, body: object): Promise<{ status: number; body: { id?: string } }> =>
  page.evaluate(
    `(async () => {
      const { csrf } = await (await fetch('/api/v1/session')).json()
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
      const answer = await fetch('/api/v1${path}', { method: 'POST', headers, body: ${JSON.stringify(JSON.stringify(body))} })
      return { status: answer.status, body: await answer.json() }
    })()`,
  )

/** Changes the mailbox of who is signed in, and proves the new one. */
async function changeMailbox(v: Visitor): Promise<void> {
  const proposed = await post(v.page, '/me/contacts', { kind: 'mail', value: THEIRS })
  expect(proposed.status).toBe(201)
  const sent = async () => (await v.demo.outbox()).messages.findLast((m) => m.to.includes(THEIRS))
  await expect.poll(sent).toBeDefined()
  const letter = await sent()
  const proven = await post(v.page, '/me/contacts/prove', { id: proposed.body.id, code: letter ? codeIn(letter) : '' })
  expect(proven.status).toBe(200)
}

test('MW-15 a changed address: the old mailbox is told, its link stops the new one, and says what to do next', async ({
  visitor,
  elsewhere,
  page,
}) => {
  const v = await visitor(withApp)
  await v.firstDoor()
  await v.answer('One-time passcode', await v.passcode())
  await v.isIn()
  await v.letters()
  await changeMailbox(v)
  const told = async () => (await v.letters()).findLast((m) => m.text.includes('/revert#'))
  await expect.poll(told).toBeDefined()
  const letter = await told()
  const link = letter ? linkIn(letter, 'revert') : ''

  const owner = await elsewhere()
  await owner.goto(link)
  const stop = owner.getByRole('button', { name: label('Stop codes to this address') })
  await expect(stop).toBeVisible()
  await expect(owner.locator('main')).toContainText('@elsewhere.example')
  await expect(owner.locator('main')).toContainText(v.person.username)
  expect(await owner.locator('main').textContent()).not.toContain(THEIRS)
  expect(owner.url(), 'the secret leaves the address').not.toContain('#')
  expect((await v.session()).status, 'looking ends nothing').toBe(200)
  await owner.reload()
  await stop.click()
  await expect(owner.getByRole('heading', { name: label('The new address is stopped') })).toBeVisible()
  await expect(owner.locator('main').getByRole('link', { name: '@' })).toHaveAttribute('href', /^mailto:/)
  await expect.poll(async () => (await v.session()).status, 'every session ends').toBe(401)

  await page.goto(link)
  await expect(v.heading('This link no longer works'), 'the link works once').toBeVisible()
})
