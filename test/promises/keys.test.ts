/** Promise 11: keys are changed while people sign in, what the old ones sealed still opens, and a start without one of them is refused. */
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reseal } from '#actions/keys/rotate.ts'
import { addKey } from '#store/keys.ts'
import { SEALED } from '#store/resealing.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import type { Person } from '../support/people.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let file = ''
beforeAll(async () => {
  house = await startProcesses()
  file = path.join(house.dataDir, 'keys.json')
})
afterAll(() => house.stop())

const EMAIL = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
const turn = (n: number) => house.nodes[n % 2]?.url ?? ''
type Keys = { current: string; keys: Record<string, string> }
const keys = () => JSON.parse(readFileSync(file, 'utf8')) as Keys
/** What `keys rotate` does, without its progress bar. */
async function rotate(): Promise<string> {
  const kid = addKey(file)
  house.world.seal.reload()
  await reseal(house.world, () => undefined)
  return kid
}
async function signIn(p: Person, url: string, code: (p: Person) => Promise<string>): Promise<unknown> {
  const c = new Client(url)
  await c.start(p.username, p.password)
  const { status, body } = await c.answer(p.factors.totp ?? '', await code(p))
  return status === 200 ? body['state'] : body
}
const now = async (p: Person) => passcode(p.totpSecret, await house.now())

test('[ASVS 11.2.2] keys are rotated while thirty people sign in on two processes: everybody gets in, and all is sealed anew', async () => {
  const account = await house.account()
  const people: Person[] = []
  for (let n = 0; n < 30; n++) people.push(await house.person({ account, totp: true, codes: true }))
  const crowd = Promise.all(people.map((p, n) => signIn(p, turn(n), now)))
  // Again and again, so that many are in the middle of an answer when their secret is sealed anew.
  for (let n = 0; n < 5; n++) await rotate()
  const kid = await rotate()
  expect(await crowd).toEqual(people.map(() => 'granted'))
  // Those who signed in on a process that had not read the file yet were sealed with the old key: the next round takes them.
  await reseal(house.world, () => undefined)
  for (const { table, column } of SEALED) {
    const { rows } = await house.sql.query(
      `select ${column} as text from ${table} where ${column} is not null and ${column} not like '${kid}.%'`,
    )
    expect({ table, column, old: rows.length }).toEqual({ table, column, old: 0 })
  }
  await house.advance(61)
  for (const [n, p] of people.slice(0, 4).entries()) expect(await signIn(p, turn(n), now)).toBe('granted')
  // A recovery code was digested with the key of its day.
  const [first] = people as [Person]
  const c = new Client(turn(1))
  await c.start(first.username, first.password)
  expect((await c.answer(first.factors.codes ?? '', first.codes[5] ?? '')).body).toMatchObject({ state: 'granted' })
})

test('[ASVS 6.3.1] a rotation refills no tries, of a name somebody has and of one nobody has', async () => {
  const p = await house.person({ account: await house.account() })
  for (const name of [p.username, `nobody-${p.username}`]) {
    for (let n = 0; n < 5; n++) expect((await new Client(turn(n)).start(name, 'not the password')).status).toBe(422)
    const fresh = house.nodes[1]
    await rotate()
    await fresh?.end()
    await fresh?.start()
    expect((await new Client(turn(1)).start(name, p.password)).status).toBe(429)
  }
})

test.each(['codes', 'CSRF tokens', 'known devices'])(
  '%s made with the new key are understood by a process that has not read it yet',
  async (what) => {
    const byMail = await house.person({ account: await house.account(EMAIL) })
    const byPassword = await house.person({ account: await house.account({ twoFactor: { mode: 'off' } }) })
    // Both processes hold the keys as they are. One is started anew after the rotation and has the new one; the other has not.
    addKey(file)
    await house.nodes[0]?.end()
    await house.nodes[0]?.start()
    const c = new Client(turn(0))
    const other = () => new Client(turn(1), c.cookies)
    if (what === 'codes') {
      await c.start(byMail.username, byMail.password)
      await c.post('/logins/current/challenge', { factor: byMail.factors.email })
      expect(await other().answer(byMail.factors.email, codeIn(await house.mailTo(byMail.email)))).toMatchObject({
        body: { state: 'granted' },
      })
      return
    }
    await c.start(byPassword.username, byPassword.password)
    await c.session()
    const there = other()
    if (what === 'CSRF tokens') {
      there.csrf = c.csrf
      expect((await there.delete('/session')).status).toBe(204)
      return
    }
    await there.start(byPassword.username, 'geraten-und-verfehlt')
    const { rows } = await house.sql.query("select scope from tally where user_id = $1 and scope like 'password:%'", [byPassword.id])
    expect(rows.map((r) => r.scope.startsWith('password:strange:'))).toEqual([false])
  },
)

test('sealed rows that name no key of the file, or another key under the same name, keep a server from starting, and it says so', async () => {
  const copy = `${file}.copy`
  copyFileSync(file, copy)
  const whole = keys()
  const refused = async () => {
    const node = await house.node()
    return node.start().then(
      () => expect.fail('the server started'),
      (error: Error) => error.message,
    )
  }
  try {
    const { k1: _, ...left } = whole.keys
    expect(Object.keys(left).length).toBeGreaterThan(0)
    writeFileSync(file, JSON.stringify({ ...whole, keys: left }), { mode: 0o600 })
    const lacking = await refused()
    expect(lacking).toMatch(/names the key k1, which the key file lacks/)
    expect(lacking).not.toMatch(/\n\s+at /)

    writeFileSync(file, '{"current": "k1", "keys": {"k1": "c2hvcnQ="}}', { mode: 0o600 })
    expect(await refused()).toContain(`The key file ${file} cannot be read as keys`)

    rmSync(file)
    expect(await refused()).toContain(`The key file ${file} is missing`)

    writeFileSync(file, JSON.stringify(whole), { mode: 0o600 })
    chmodSync(file, 0o644)
    expect(await refused()).toContain(`chmod 600 ${file}`)

    // A file of another installation: the same names, other keys.
    const foreign = Object.fromEntries(Object.keys(whole.keys).map((kid, n) => [kid, Buffer.alloc(32, n + 1).toString('base64')]))
    writeFileSync(file, JSON.stringify({ ...whole, keys: foreign }))
    chmodSync(file, 0o600)
    expect(await refused()).toMatch(/has another key named k\d+ than this database was sealed with/)
  } finally {
    copyFileSync(copy, file)
    chmodSync(file, 0o600)
  }
  const node = await house.node()
  await node.start()
  const person = await house.person({ account: await house.account(), totp: true })
  expect(await signIn(person, node.url, now)).toBe('granted')
})
