/** Journeys of contacts: a new address or number counts once its owner has proven it, and the old one is told. */
import { expect, test, withApp, withMailOnly } from '../support/browser.ts'
import type { Person } from '../support/demo-server.ts'
import { OwnPages } from '../support/own-pages.ts'
import { Visitor } from '../support/visitor.ts'
import { label, sentence } from '../support/words.ts'

const NEW_ADDRESS = 'somewhere.else@mail.example'
const NEW_NUMBER = '+49 171 3920555'

test('[MW-15] a new address is proven by its owner before codes go to it, and the old one is told', async ({ visitor }) => {
  const v = await visitor(withMailOnly)
  const own = new OwnPages(v)
  await own.enter()
  const contacts = own.section('Contacts')
  const change = contacts.getByRole('button', { name: sentence('Change') }).first()
  await change.click()
  await own.field('New e-mail address').fill('not an address')
  await own.deed('Send a code to it').click()
  await expect(own.dialog().getByRole('alert')).toContainText('@')

  const before = await own.messages()
  await own.field('New e-mail address').fill(NEW_ADDRESS)
  await own.deed('Send a code to it').click()
  const code = await own.codeTo(NEW_ADDRESS, before)
  await own.field('Code').fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
  await expect(own.dialog().getByRole('alert')).toBeVisible()
  await v.page.keyboard.press('Escape')
  await expect(contacts, 'until it is proven it waits beside the old one').toContainText(NEW_ADDRESS)
  await expect(contacts).toContainText(v.person.email)

  await contacts.getByRole('button', { name: label('Enter its code') }).click()
  await own.field('Code').fill(code)
  await own.said('{{value}} is your contact from now on. {{old}} was told.')
  await expect(contacts.getByRole('listitem').filter({ hasText: NEW_ADDRESS })).toBeVisible()
  await expect
    .poll(async () => (await v.letters()).filter((l) => l.text.includes('/revert#')).length, 'the old one is told')
    .toBeGreaterThan(0)

  await v.signOut()
  const earlier = await own.messages()
  await v.page.goto('/sign-in')
  await v.field('Username').fill(v.person.username)
  await v.field('Password').fill(v.person.password)
  await v.button('Continue').click()
  await expect(v.field('Code')).toBeVisible()
  await v.answer('Code', await own.codeTo(NEW_ADDRESS, earlier))
  await v.isIn()
})

test('[MW-15] a mobile number: a bad one has its sentence, a good one is proven, then gives codes by SMS', async ({ visitor }) => {
  const v = await visitor((p) => withMailOnly(p) && p.mobile === undefined)
  const own = new OwnPages(v)
  await own.enter()
  const contacts = own.section('Contacts')
  await contacts.getByRole('button', { name: sentence('Add') }).click()
  for (const bad of ['12345', '+49 40 5550140']) {
    await own.field('New mobile number').fill(bad)
    await own.deed('Send a code to it').click()
    await expect(own.dialog().getByRole('alert')).toBeVisible()
    await expect(own.field('New mobile number')).toHaveValue(bad)
  }
  const before = await own.messages()
  await own.field('New mobile number').fill(NEW_NUMBER)
  await own.deed('Send a code to it').click()
  await own.field('Code').fill(await own.codeTo(NEW_NUMBER.replace(/\s/g, ''), before))
  await own.said('{{value}} is your contact from now on.')
  await expect(contacts.getByRole('listitem').filter({ hasText: NEW_NUMBER })).toBeVisible()

  await v.demo.advance(120)
  await own
    .section('Ways to prove it is you')
    .getByRole('button', { name: label('Use codes by SMS') })
    .click()
  const then = await own.messages()
  await own.deed('Send a code').click()
  await own.field('Code').fill(await own.codeTo(NEW_NUMBER.replace(/\s/g, ''), then))
  await own.said('Codes by SMS can now be used when you sign in.')
})

test('[MW-15] what was proposed can be withdrawn, and nothing else changes', async ({ visitor }) => {
  const v = await visitor(withApp)
  const own = new OwnPages(v)
  await own.enter()
  const contacts = own.section('Contacts')
  await contacts
    .getByRole('button', { name: sentence('Change') })
    .first()
    .click()
  await own.field('New e-mail address').fill(NEW_ADDRESS)
  await own.deed('Send a code to it').click()
  await expect(own.field('Code')).toBeVisible()
  await own.deed('Cancel').click()
  await contacts.getByRole('button', { name: label('Withdraw') }).click()
  await own.said('{{value}} was withdrawn. Nothing else was changed.')
  await expect(contacts.getByRole('listitem').filter({ hasText: NEW_ADDRESS })).toHaveCount(0)
  await expect(contacts).toContainText(v.person.email)
})

test('[MW-15] what an administrator has set waits for its owner, who sees when it takes over and proves it before', async ({
  people,
  page,
  demo,
  elsewhere,
}) => {
  const [person, administrator] = (await people(
    (p) => withMailOnly(p) && p.account === 'nordlicht',
    (p) => withApp(p) && p.account === 'nordlicht' && p.roles.length > 0,
  )) as [Person, Person]
  const own = new OwnPages(new Visitor(page, demo, person))
  await own.enter()
  const id = await page.evaluate<string>("fetch('/api/v1/me').then((r) => r.json()).then((me) => me.user.id)")
  const office = new Visitor(await elsewhere(), demo, administrator)
  await office.firstDoor()
  await office.reach(office.button('Sign out'))
  const proposal = JSON.stringify({ kind: 'mail', value: NEW_ADDRESS, reason: 'She moved to another department' })
  const answered = await office.page.evaluate<number>(
    `fetch('/api/v1/session').then((r) => r.json()).then((s) => fetch('/api/v1/users/${id}/contacts', {
      method: 'PUT', headers: { 'content-type': 'application/json', 'x-csrf-token': s.csrf }, body: ${JSON.stringify(proposal)} })).then((r) => r.status)`,
  )
  expect(answered).toBe(200)

  await page.reload()
  const waits = own.section('Contacts').getByRole('listitem').filter({ hasText: NEW_ADDRESS })
  await expect(waits).toContainText(
    sentence('Set by an administrator. Takes over on {{date}}, or as soon as you enter its code. Until then {{old}} stays.'),
  )
  const before = await own.messages()
  await waits.getByRole('button', { name: label('Enter its code') }).click()
  await own.field('Code').fill(await own.codeTo(NEW_ADDRESS, before))
  await own.said('{{value}} is your contact from now on. {{old}} was told.')
  await expect(waits.getByRole('button', { name: label('Enter its code') })).toHaveCount(0)
})
