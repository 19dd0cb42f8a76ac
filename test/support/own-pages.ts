/** Somebody on their own pages: what a person does under Security and Profile, in the words of the page. Signing in is visitor.ts. */
import { expect, type Locator } from '@playwright/test'
import { passcode } from './oathtool.ts'
import { readQrCodes } from './qr.ts'
import { codeIn, type Visitor } from './visitor.ts'
import { label, sentence } from './words.ts'

/** Longer ago than this, a sign-in does not count as fresh any more. */
const STALE_S = 360

export class OwnPages {
  readonly v: Visitor

  constructor(v: Visitor) {
    this.v = v
  }

  /** Signs in by whatever is asked, and goes to Security. */
  async enter(): Promise<void> {
    await this.v.firstDoor()
    await this.v.reach(this.v.button('Sign out'))
    await this.open('/me/security')
  }

  async open(path: '/me/security' | '/me/profile' | '/me/security/new-phone'): Promise<void> {
    await this.v.page.goto(path)
    await expect(this.v.page.locator('h1')).toBeVisible()
  }

  /** The part of the page below this heading. */
  section = (name: string): Locator => this.v.page.getByRole('region', { name: label(name) })
  /** What stands over the page; of two, the one on top. */
  dialog = (): Locator => this.v.page.getByRole('dialog').last()
  /** A button inside the dialog. */
  deed = (name: string): Locator => this.dialog().getByRole('button', { name: label(name) })
  field = (name: string): Locator => this.dialog().getByLabel(label(name))
  /** The row that shows this text. */
  row = (text: string | RegExp): Locator => this.v.page.getByRole('listitem').filter({ hasText: text })
  /** What the page says was done. */
  async said(english: string): Promise<void> {
    await expect(this.v.page.locator('.toast')).toContainText(sentence(english))
  }

  /** Enough time passes that changes ask for proof again. */
  async grow(): Promise<void> {
    await this.v.demo.advance(STALE_S)
  }

  /** Confirms with the password, then with the passcode, in the dialog that asks for it. */
  async confirmIdentity(): Promise<void> {
    await expect(this.v.page.getByRole('dialog', { name: label('Confirm it is you') })).toBeVisible()
    await this.field('Password').fill(this.v.person.password)
    await this.deed('Continue').click()
    await this.field('One-time passcode').fill(await this.v.passcode())
    await expect(this.v.page.getByRole('dialog', { name: label('Confirm it is you') })).toBeHidden()
  }

  /** Scans the QR code on the screen. Returns its otpauth: URL. */
  async scan(): Promise<URL> {
    let codes: string[] = []
    const look = async () => {
      codes = readQrCodes(await this.v.page.screenshot({ fullPage: true }))
      return codes
    }
    await expect.poll(look, { message: 'one QR code on the screen' }).toHaveLength(1)
    return new URL(codes[0] ?? '')
  }

  /** Adds an authenticator app to the phone of the visitor, from the button to the notice. */
  async addApp(name: string): Promise<string> {
    await this.section('Ways to prove it is you')
      .getByRole('button', { name: label('Add an authenticator app') })
      .click()
    if (name !== '') await this.field('Name').fill(name)
    await this.deed('Show the QR code').click()
    const secret = (await this.scan()).searchParams.get('secret') ?? ''
    await this.field('One-time passcode').fill(passcode(secret, await this.v.demo.now()))
    await this.said('The authenticator app was added.')
    return secret
  }

  /** The code in the newest message to this address or number, once there is one younger than `after` messages. */
  async codeTo(to: string, after: number): Promise<string> {
    const mine = async () => (await this.v.demo.outbox()).messages.slice(after).filter((m) => m.to.includes(to))
    await expect.poll(async () => (await mine()).length, { message: `a message to ${to}` }).toBeGreaterThan(0)
    const letter = (await mine()).at(-1)
    if (!letter) throw new Error('nobody wrote')
    return codeIn(letter)
  }

  async messages(): Promise<number> {
    return (await this.v.demo.outbox()).messages.length
  }
}
