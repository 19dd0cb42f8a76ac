/** Somebody at the sign-in page: what a person does at each step, in the words of the page and whatever language it speaks. Asserts only what must be there to go on. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { DemoServer, Letter, Person } from './demo-server.ts'
import { passcode } from './oathtool.ts'
import { readQrCodes } from './qr.ts'
import { label } from './words.ts'

const STEP_S = 30

export class Visitor {
  page: Page
  readonly demo: DemoServer
  readonly person: Person
  /** The secret in this person's authenticator app. */
  secret: string | undefined
  /** The number of this person's phone, in E.164. */
  mobile: string | undefined
  #lettersRead = 0

  constructor(page: Page, demo: DemoServer, person: Person) {
    this.page = page
    this.demo = demo
    this.person = person
    this.secret = person.factors.find((factor) => factor.type === 'totp')?.secret
    this.mobile = person.mobile
  }

  field = (name: string): Locator => this.page.getByLabel(label(name))
  button = (name: string): Locator => this.page.getByRole('button', { name: label(name) })
  heading = (name: string): Locator => this.page.getByRole('heading', { name: label(name) })
  /** What the page announces as wrong or refused. */
  alert = (): Locator => this.page.getByRole('alert').filter({ hasText: /\S/ }).first()

  /** The text that can be seen on the page now. */
  // biome-ignore lint/performance/useDomNodeTextContent: what is in the page but hidden does not count as seen
  shown = (): Promise<string> => this.page.locator('body').innerText()

  /** Username and password, up to Continue. */
  async firstDoor(username = this.person.username, password = this.person.password): Promise<void> {
    await this.letters()
    await this.page.goto('/sign-in')
    await this.field('Username').fill(username)
    await this.field('Password').fill(password)
    await this.button('Continue').click()
  }

  /** Asks for the code where the page does not send it by itself, and reads it in the mail. */
  async mailedCode(): Promise<string> {
    const ask = this.button('Send a code by e-mail')
    await expect(ask.or(this.field('Code')).first()).toBeVisible()
    if (!(await this.field('Code').isVisible())) await ask.click()
    await expect(this.field('Code')).toBeVisible()
    return codeIn(await this.nextLetter())
  }

  /** Types a code; the field sends itself when it is full. */
  async answer(field: 'Code' | 'One-time passcode', code: string): Promise<void> {
    await this.field(field).fill(code)
  }

  /** Waits for the code that the page has asked for, and reads it in the SMS. */
  async textedCode(): Promise<string> {
    await expect(this.field('Code')).toBeVisible()
    const letter = await this.nextLetter()
    expect(letter.channel).toBe('sms')
    return codeIn(letter)
  }

  async proveMailbox(): Promise<void> {
    await this.answer('Code', await this.mailedCode())
    await expect(this.field('Code')).toBeHidden()
  }

  /** What the app shows half a minute later: a passcode that was never used. */
  async passcode(): Promise<string> {
    if (!this.secret) throw new Error(`${this.person.username} has no authenticator app`)
    await this.demo.advance(STEP_S)
    return passcode(this.secret, await this.demo.now())
  }

  /** Scans the QR code from the screen into this person's app. Returns the otpauth: URL in it. */
  async scan(): Promise<URL> {
    await expect(this.heading('Connect your authenticator app')).toBeVisible()
    let codes: string[] = []
    const look = async () => {
      codes = readQrCodes(await this.page.screenshot({ fullPage: true }))
      return codes
    }
    await expect.poll(look, { message: 'one QR code on the screen' }).toHaveLength(1)
    const url = new URL(codes[0] ?? '')
    this.secret = url.searchParams.get('secret') ?? undefined
    return url
  }

  /** Reads the recovery codes, ticks that they are kept, and goes on. */
  async keepRecoveryCodes(): Promise<string[]> {
    await expect(this.heading('Keep these recovery codes')).toBeVisible()
    const shown = this.page.getByRole('listitem').locator('code')
    await expect(shown).toHaveCount(10)
    const codes = await shown.allInnerTexts()
    await this.page.getByRole('checkbox', { name: label('I have put them where I will find them without my phone') }).check()
    await this.button('Go to {{account}}').or(this.button('Continue')).click()
    return codes
  }

  /** Takes one of the second factors that are offered to bind. */
  async choose(name: 'Authenticator app' | 'Code by e-mail' | 'Code by SMS'): Promise<void> {
    await expect(this.heading('Choose your second factor')).toBeVisible()
    await this.page
      .getByRole('button')
      .filter({ has: this.page.getByText(label(name)) })
      .click()
  }

  /** From the first door to a session, binding an app on the way. Returns the recovery codes. */
  async enrol(): Promise<string[]> {
    await this.firstDoor()
    await this.proveMailbox()
    await this.scan()
    await this.answer('One-time passcode', await this.passcode())
    const codes = await this.keepRecoveryCodes()
    await this.isIn()
    return codes
  }

  /** Uses a recovery code at the second door. */
  async recover(code: string): Promise<void> {
    await this.button('Use a recovery code').click()
    await this.field('Recovery code').fill(code)
    await this.button('Continue').click()
  }

  /** Answers what is asked at the second door, whichever it is, until `goal` is on the page. */
  async reach(goal: Locator): Promise<void> {
    const app = this.field('One-time passcode')
    const mail = this.field('Code').or(this.button('Send a code by e-mail'))
    for (let door = 0; door < 3; door += 1) {
      await expect(goal.or(app).or(mail).first()).toBeVisible()
      if (await goal.isVisible()) return
      if (await app.isVisible()) {
        await this.answer('One-time passcode', await this.passcode())
        await expect(app).toBeHidden()
      } else await this.proveMailbox()
    }
    await expect(goal).toBeVisible()
  }

  async isIn(): Promise<void> {
    await expect(this.button('Sign out')).toBeVisible()
    expect((await this.session()).status).toBe(200)
  }

  async signOut(): Promise<void> {
    await this.button('Sign out').click()
    await expect(this.field('Username')).toBeVisible()
    expect((await this.session()).status).toBe(401)
  }

  /** What the server says about the session of this browser. */
  session(): Promise<{ status: number; body: { user?: { username: string }; factors?: { type: string }[] } }> {
    return this.page.evaluate("fetch('/api/v1/session').then(async (r) => ({ status: r.status, body: await r.json() }))")
  }

  /** All messages for this person so far, mails and SMS, oldest first; they then count as read. */
  async letters(): Promise<Letter[]> {
    const all = (await this.demo.outbox()).messages.filter((m) => m.to.includes(this.person.email) || m.to === this.mobile)
    this.#lettersRead = all.length
    return all
  }

  /** The first message for this person that was not read yet. */
  async nextLetter(): Promise<Letter> {
    const read = this.#lettersRead
    const unread = async () => (await this.letters())[read]
    await expect.poll(unread, { message: 'a new message', timeout: 5_000 }).toBeDefined()
    const letter = await unread()
    this.#lettersRead = read + 1
    return letter as Letter
  }
}

/** The link in a message that opens a page of ours: its only one to that page with a secret in the fragment. */
export function linkIn(letter: Letter, page: 'invitation' | 'password' | 'revert' = 'invitation'): string {
  const found = letter.text.match(new RegExp(`https?://\\S+/${page}#\\S+`, 'g')) ?? []
  expect(found, `one link in: ${letter.text}`).toHaveLength(1)
  return found[0] ?? ''
}

/** The code in a message: its only number of six digits, which an SMS says once more for the phone. */
export function codeIn(letter: Letter): string {
  const found = [...new Set(letter.text.match(/(?<!\d)\d{6}(?!\d)/g))]
  expect(found, `one code in: ${letter.text}`).toHaveLength(1)
  return found[0] ?? ''
}
