/** The `test` of every journey: a demo server per worker, people nobody has used yet, and a watch on the content security policy and on errors of the page. */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type DemoServer, type Person, startDemo, startDemoSomewhere } from './demo-server.ts'
import { Visitor } from './visitor.ts'

/** Lets an hour pass before each journey, so that no journey waits because of what another one did. */
const APART_S = 3700

const TELL = `addEventListener('securitypolicyviolation', (e) => tellJourney(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber + ' ' + e.sample))`

type Wish = (person: Person) => boolean
type Street = { readonly demo: () => DemoServer; take(wishes: readonly Wish[]): Promise<Person[]> }
type Fixtures = {
  readonly demo: DemoServer
  /** People in the wished state, each handed out once. When they run out, the demo is seeded anew: ask once per journey. */
  readonly people: (...wishes: Wish[]) => Promise<Person[]>
  /** Somebody in front of `page`. */
  readonly visitor: (wish: Wish) => Promise<Visitor>
  /** A page in another browser, which shares nothing with `page`; at another address, if one is given. */
  readonly elsewhere: (url?: string) => Promise<Page>
  /** Has a browser report violations of the content security policy and errors of its pages; the journey fails on any. */
  readonly watch: (context: BrowserContext) => Promise<void>
  readonly watched: undefined
}

export const test = base.extend<Fixtures, { street: Street }>({
  street: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      let demo = await startDemoSomewhere()
      const port = Number(new URL(demo.url).port)
      const used = new Set<string>()
      const find = async (wishes: readonly Wish[]): Promise<Person[] | undefined> => {
        const { people } = await demo.outbox()
        const found: Person[] = []
        for (const wish of wishes) {
          const person = people.find((p) => wish(p) && !used.has(p.username) && !found.includes(p))
          if (!person) return undefined
          found.push(person)
        }
        for (const person of found) used.add(person.username)
        return found
      }
      const take = async (wishes: readonly Wish[]): Promise<Person[]> => {
        const found = await find(wishes)
        if (found) return found
        await demo.stop()
        demo = await startDemo(port)
        used.clear()
        return (await find(wishes)) ?? Promise.reject(new Error(`The demo has nobody for: ${wishes.join(' and ')}`))
      }
      await use({ demo: () => demo, take })
      await demo.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ street }, use) => use(street.demo().url),
  demo: async ({ street }, use) => {
    // The server may be replaced by `people`, so each call asks for the present one.
    await use({
      url: street.demo().url,
      outbox: () => street.demo().outbox(),
      now: () => street.demo().now(),
      advance: (seconds) => street.demo().advance(seconds),
      stop: () => street.demo().stop(),
    })
  },
  people: async ({ street, demo }, use) => {
    await demo.advance(APART_S)
    await use((...wishes) => street.take(wishes))
  },
  visitor: async ({ page, demo, people }, use) => {
    await use(async (wish) => {
      const [person] = await people(wish)
      if (!person) throw new Error('nobody')
      return new Visitor(page, demo, person)
    })
  },
  elsewhere: async ({ browser, baseURL, watch }, use) => {
    const opened: BrowserContext[] = []
    await use(async (url = baseURL ?? '') => {
      const context = await browser.newContext({ baseURL: url })
      opened.push(context)
      await watch(context)
      return context.newPage()
    })
    for (const context of opened) await context.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
  watch: async ({}, use) => {
    const seen: string[] = []
    await use(async (context) => {
      await context.exposeBinding('tellJourney', (_from, text: string) => seen.push(text))
      await context.addInitScript({ content: TELL })
      context.on('weberror', (error) => seen.push(error.error().stack ?? String(error.error())))
    })
    expect(seen, 'violations of the content security policy, and errors of the page').toEqual([])
  },
  watched: [
    async ({ context, watch }, use) => {
      await watch(context)
      await use(undefined)
    },
    { auto: true },
  ],
})

export { expect }

export const has = (type: string) => (person: Person) => person.factors.some((factor) => factor.type === type)
/** Ready, with an authenticator. */
export const withApp: Wish = (person) => person.state === 'ready' && has('totp')(person)
/** Ready, with e-mail as the only second factor. */
export const withMailOnly: Wish = (person) =>
  person.state === 'ready' && has('email')(person) && person.factors.every((f) => ['password', 'email'].includes(f.type))
/** Ready, with e-mail as the second factor and recovery codes that were kept. */
export const withMailAndCodes: Wish = (person) =>
  person.state === 'ready' && has('email')(person) && has('recovery-code')(person) && !has('totp')(person) && !has('sms')(person)
/** Ready, with codes by SMS. */
export const withSms: Wish = (person) => person.state === 'ready' && has('sms')(person) && !has('totp')(person)
/** Has to set up codes by SMS, and has no number on record. */
export const toEnrolSms: Wish = (person) => person.state === 'to-enrol' && person.mobile === undefined && person.mayEnrol.join() === 'sms'
/** Has to bind an authenticator app, and nothing else would do. */
export const toEnrol: Wish = (person) => person.state === 'to-enrol' && person.mayEnrol.join() === 'totp'
/** Has to bind something, and chooses between an authenticator app and codes by e-mail. */
export const toChoose: Wish = (person) => person.state === 'to-enrol' && ['totp', 'email'].every((t) => person.mayEnrol.includes(t))
export const inState =
  (state: Person['state']): Wish =>
  (person) =>
    person.state === state
