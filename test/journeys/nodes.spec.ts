/** Journeys over two server processes: people sign in at either, a login begun at one goes on at the other, and both see an end at once. */
import { test as base, expect, withApp, withMailOnly } from '../support/browser.ts'
import { type DemoServer, type Person, startDemoSomewhere } from '../support/demo-server.ts'
import { Visitor } from '../support/visitor.ts'

type Pair = { readonly demo: DemoServer; readonly first: string; readonly second: string }

const test = base.extend<{ pair: Pair }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
  pair: async ({}, use) => {
    const demo = await startDemoSomewhere(2)
    await use({ demo, first: demo.url, second: `http://localhost:${Number(new URL(demo.url).port) + 1}` })
    await demo.stop()
  },
})

test('two people sign in at two ports, one by passcode and one by mailed code, and each is known at both', async ({ pair, elsewhere }) => {
  const { people } = await pair.demo.outbox()
  const app = new Visitor(await elsewhere(pair.first), pair.demo, people.find(withApp) as Person)
  const mail = new Visitor(await elsewhere(pair.second), pair.demo, people.find(withMailOnly) as Person)
  await Promise.all([app.firstDoor(), mail.firstDoor()])
  await app.answer('One-time passcode', await app.passcode())
  await mail.proveMailbox()
  for (const [v, there] of [
    [app, pair.second],
    [mail, pair.first],
  ] as const) {
    await v.isIn()
    await v.page.goto(`${there}/`)
    await v.isIn()
    expect((await v.session()).body.user?.username).toBe(v.person.username)
  }

  await app.signOut()
  await app.page.goto(`${pair.first}/sign-in`)
  await app.page.getByRole('textbox').first().fill(app.person.username)
  await app.field('Password').fill(app.person.password)
  await app.button('Continue').click()
  await expect(app.field('One-time passcode')).toBeVisible()
  await app.page.goto(`${pair.second}/sign-in`)
  await app.answer('One-time passcode', await app.passcode())
  await app.isIn()

  const ended = app.page.waitForResponse((r) => r.request().method() === 'DELETE')
  const atFirst = () => app.page.context().request.get(`${pair.first}/api/v1/session`)
  expect((await atFirst()).status(), 'remembered at the first process').toBe(200)
  await app.button('Sign out everywhere').click()
  await ended
  const since = performance.now()
  await expect.poll(async () => (await atFirst()).status(), { timeout: 5_000, intervals: [20] }).toBe(401)
  expect(performance.now() - since, '[promise 10] milliseconds until the other process knows').toBeLessThan(1_000)
})
