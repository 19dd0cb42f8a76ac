/** Every second factor signs somebody in, in every language: code by SMS, code by e-mail, authenticator app, recovery code. */
import type { Page } from '@playwright/test'
import { expect, test, toEnrol, withApp, withMailOnly, withSms } from '../support/browser.ts'
import type { DemoServer, Person } from '../support/demo-server.ts'
import { Visitor } from '../support/visitor.ts'
import { LANGUAGES, type Language, label } from '../support/words.ts'

type Way = { readonly factor: string; readonly title: string; open(v: Visitor): Promise<void> }

const SMS: Way = {
  factor: 'sms',
  title: 'Enter the code from the SMS',
  open: async (v) => v.answer('Code', await v.textedCode()),
}
const MAIL: Way = {
  factor: 'email',
  title: 'Enter the code from your e-mail',
  open: async (v) => v.answer('Code', await v.mailedCode()),
}
const APP: Way = {
  factor: 'totp',
  title: 'Enter the passcode',
  open: async (v) => v.answer('One-time passcode', await v.passcode()),
}

for (const language of LANGUAGES)
  test(`SMS, e-mail, app and recovery code each sign in, in the language ${language}`, async ({ demo, people, elsewhere }) => {
    test.setTimeout(120_000)
    const [texted, mailed, withPhone, newcomer] = await people(withSms, withMailOnly, withApp, toEnrol)
    const at = (person: Person | undefined) => speaking(elsewhere, demo, person, language)

    for (const [person, way] of [[texted, SMS] as const, [mailed, MAIL] as const, [withPhone, APP] as const]) {
      const v = await at(person)
      await v.firstDoor()
      await expect(v.page.getByRole('heading', { name: label(way.title, [language]) })).toBeVisible()
      await way.open(v)
      await isInBy(v, way.factor, language)
    }

    const v = await at(newcomer)
    const [code = ''] = await v.enrol()
    await v.signOut()
    await v.firstDoor()
    await v.recover(code)
    await isInBy(v, 'recovery-code', language)
  })

/** Somebody who has chosen the language by hand, which then holds whatever is on record. */
async function speaking(
  elsewhere: () => Promise<Page>,
  demo: DemoServer,
  person: Person | undefined,
  language: Language,
): Promise<Visitor> {
  if (!person) throw new Error('the demo has nobody like that')
  const v = new Visitor(await elsewhere(), demo, person)
  await v.page.goto('/sign-in')
  await v.page.getByRole('contentinfo').getByRole('combobox').selectOption(language)
  await expect(v.page.locator('html')).toHaveAttribute('lang', language)
  return v
}

async function isInBy(v: Visitor, factor: string, language: Language): Promise<void> {
  await v.isIn()
  await expect(v.page.locator('html')).toHaveAttribute('lang', language)
  expect((await v.session()).body.factors?.map((f) => f.type)).toEqual(['password', factor])
}
