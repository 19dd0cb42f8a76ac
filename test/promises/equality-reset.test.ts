/** Promise 5 at "forgotten your password?": the answer, and all the work before it, are the same for an address somebody has and one that nobody has. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestReset } from '#actions/password-reset/request.ts'
import { perform } from '#actions/perform.ts'
import type { World } from '#actions/world.ts'
import { type Answer, Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const seen = ({ status, body, headers }: Answer) => ({
  status,
  body,
  headers: [...headers].map(([name, value]) => (name === 'date' ? name : `${name}: ${value}`)).sort(),
})

test('[ASVS 6.4.3] [ASVS 6.3.8] the answer is the same for every address and name', async () => {
  const account = await server.account()
  const p = await server.person({ account, totp: true })
  const disabled = await server.person({ account, disabled: true })
  const c = new Client(server.url)
  const nobody = seen(await c.post('/password-resets', { address: 'nobody@nowhere.example' }))
  expect(nobody).toMatchObject({ status: 204, body: null })
  for (const address of [p.email, p.email.toUpperCase(), p.username, disabled.email, 'nobody-has-this-name', 'decoy 7'])
    expect({ address, ...seen(await c.post('/password-resets', { address })) }).toEqual({ address, ...nobody })
  expect(c.cookies.size).toBe(0)
})

/** Everything that the house asks of the database, in order, with what it is asked of. */
function watched(world: World): { readonly world: World; readonly asked: string[] } {
  const asked: string[] = []
  const { store } = world
  return {
    asked,
    world: {
      ...world,
      store: {
        ...store,
        lookup: (text, values) => {
          asked.push(text)
          return store.lookup(text, values)
        },
        inAccount: (account, work) => {
          asked.push(`in ${account}`)
          return store.inAccount(account, (tx) =>
            work({
              account,
              begun: tx.begun,
              get now() {
                return tx.now
              },
              query: (text, values) => {
                asked.push(text)
                return tx.query(text, values)
              },
              write: (text, values) => {
                asked.push(text)
                tx.write(text, values)
              },
            }),
          )
        },
      },
    },
  }
}

test('whom it is about is not looked up before the answer: the same statements run, in nobody’s account, for all', async () => {
  const p = await server.person({ account: await server.account() })
  const { world, asked } = watched(server.world)
  const runs: string[][] = []
  for (const address of [p.email, p.username, 'nobody@nowhere.example']) {
    asked.length = 0
    const from = { agent: 'test', address: '203.0.113.9' }
    expect(await perform(requestReset, { world, client: from, terminal: false }, { address })).toEqual({ body: null })
    runs.push([...asked])
  }
  expect(runs[0]?.[0]).toBe('in acc_decoy')
  expect(runs[0]?.some((text) => text.includes('app.enqueue'))).toBe(true)
  expect(runs.every((run) => run.every((text) => !/users|link|factor/.test(text)))).toBe(true)
  expect(new Set(runs.map((run) => run.join('\n'))).size).toBe(1)
})
