/** Who is in a fresh demo: enough people in every state, with passwords and histories that the house itself would accept. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChains } from '#actions/audit/verify.ts'
import { usernameKey } from '#actions/input.ts'
import { givenFor, judge, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { doubts } from '#actions/login/frame/new-password.ts'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { mark, NotForDemo, refuseStrange } from '#demo/mark.ts'
import { type Person, readPeople, type State } from '#demo/people.ts'
import { table } from '#demo/print.ts'
import { seed } from '#demo/seed.ts'
import { readNumber } from '#factors/sms/number.ts'
import { isDemo } from '#store/clock.ts'
import { burn } from '#store/factors.ts'
import { readKnown } from '#store/known.ts'
import { accountBySlug } from '#store/lookups.ts'
import { userByKey } from '#store/users.ts'
import { type DemoHouse, openDemoHouse } from './house.ts'

let demo: DemoHouse
let people: readonly Person[]
beforeAll(async () => {
  demo = await openDemoHouse()
  await refuseStrange(demo.tables, demo.dataDir)
  await mark(demo.house.store, demo.tables)
  await seed(demo.house.world, demo.tables)
  people = await readPeople(demo.house.world, demo.tables)
})
afterAll(() => demo?.close())

const only = (p: Person) => p.factors.map((f) => f.type).join()
const count = (wish: (p: Person) => boolean) => people.filter(wish).length
const inAccount = (slug: string, state: State) => count((p) => p.account === slug && p.state === state)

test('two accounts of about a dozen people, and one operator', () => {
  const sizes = Map.groupBy(people, (p) => p.account)
  expect([...sizes].map(([slug, some]) => [slug, some.length])).toEqual([
    ['nordlicht', 19],
    ['posta-chiara', 13],
    ['platform', 1],
  ])
  expect(people[0]).toMatchObject({
    username: 'jpetersen',
    account: 'nordlicht',
    state: 'ready',
    language: 'de',
    factors: [{ type: 'email' }],
  })
  expect(sizes.get('posta-chiara')?.[0]).toMatchObject({ username: 'gferraro', state: 'ready', language: 'it' })
})

test('there are people to spend in every state', () => {
  expect(count((p) => p.state === 'ready' && p.factors.some((f) => /^[A-Z2-7]{32}$/.test(f.secret ?? '')))).toBeGreaterThanOrEqual(8)
  expect(count((p) => p.state === 'ready' && only(p) === 'email')).toBeGreaterThanOrEqual(3)
  expect(count((p) => p.state === 'ready' && only(p) === 'email,recovery-code')).toBeGreaterThanOrEqual(1)
  expect(count((p) => p.state === 'ready' && p.factors.filter((f) => f.type === 'totp').length === 2)).toBe(1)
  expect(count((p) => p.state === 'ready' && p.factors.length === 0)).toBe(1)
  expect(count((p) => p.state === 'to-enrol')).toBeGreaterThanOrEqual(5)
  for (const slug of ['nordlicht', 'posta-chiara'])
    for (const state of ['must-change-password', 'locked', 'disabled', 'invited'] as const)
      expect(inAccount(slug, state), `${slug} ${state}`).toBe(1)
  for (const slug of ['nordlicht', 'posta-chiara'])
    expect(people.find((p) => p.account === slug && p.roles.includes('Administrator'))).toMatchObject({ state: 'ready' })
})

test('Nordlicht Versand is granted SMS: people are asked by it, may choose it, or still have to give a number', async () => {
  const here = people.filter((p) => p.account === 'nordlicht')
  const asked = here.filter((p) => p.state === 'ready' && p.factors[0]?.type === 'sms')
  expect(asked.map((p) => p.language).sort()).toEqual(['de', 'de', 'en', 'it'])
  expect(here.find((p) => p.username === 'mcarter')).toMatchObject({ state: 'to-enrol', mobile: '+491713920045', factors: [] })
  expect(here.find((p) => p.username === 'mcarter')?.mayEnrol).toContain('sms')
  expect(here.find((p) => p.username === 'nfeddersen')).toMatchObject({ state: 'to-enrol', mayEnrol: ['sms'] })
  expect(here.find((p) => p.username === 'nfeddersen')?.mobile).toBeUndefined()
  const numbers = people.flatMap((p) => p.mobile ?? [])
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const number of numbers) expect(readNumber(number, { countries: ['DE', 'IT'], home: 'DE' }), number).toEqual({ value: number })
  expect(people.filter((p) => p.account === 'posta-chiara' && (p.mobile || p.mayEnrol.includes('sms')))).toEqual([])
})

test('the recovery codes of a seeded sheet are shown until they are used up', async () => {
  const codesOf = (all: readonly Person[]) => all.find((p) => p.username === 'gclausen')?.factors.find((f) => f.codes)?.codes ?? []
  const before = codesOf(people)
  expect(before).toHaveLength(10)
  const { world } = demo.house
  const account = (await accountBySlug(world.store, 'nordlicht')) ?? ''
  await world.store.inAccount(account, async (tx) => {
    const known = await readKnown(tx, { user: (await userByKey(tx, usernameKey('gclausen'))) ?? '' })
    const factor = known?.factors.find((f) => f.type === 'recovery-code')
    if (!known || !factor) throw new Error('no sheet')
    const verdict = await typeNamed(world, 'recovery-code')?.verify(
      openSecret(world, known, factor),
      before[0] ?? '',
      givenFor(world, known, 0),
    )
    await burn(tx, factor.id, { burns: verdict?.ok ? (verdict.burns ?? '') : '' }, tx.now)
  })
  expect(codesOf(await readPeople(world, demo.tables))).toEqual(before.slice(1))
})

test('every password is another one, and one that its owner might have chosen here', async () => {
  const { world } = demo.house
  const having = people.filter((p) => p.state !== 'invited')
  expect(new Set(having.map((p) => p.password)).size).toBe(having.length)
  for (const p of having) {
    const account = (await accountBySlug(world.store, p.account)) ?? ''
    const doubt = await world.store.inAccount(account, async (tx) => {
      const known = await readKnown(tx, { user: (await userByKey(tx, usernameKey(p.username))) ?? '' })
      return known ? doubts(world, known, judge(world, known, tx.now).effective, p.password) : 'nobody'
    })
    expect(doubt, p.username).toBeUndefined()
  }
})

test('the audit chains are whole and hold only what happened', async () => {
  const { store } = demo.house
  const { chains } = await verifyChains(store, path.join(demo.dataDir, 'audit-heads.jsonl'))
  expect(chains.filter((c) => c.broken !== undefined)).toEqual([])
  const account = (await accountBySlug(store, 'nordlicht')) ?? ''
  const acts = await store.inAccount(account, (tx) => tx.query<{ act: string }>('select act from audit order by seq'))
  expect(acts.map((a) => a.act).sort()).toEqual(['account created', 'factor blocked password', 'login failed password', 'user invited'])
})

test('with an operator there, no set-up link is made', async () => {
  expect(await makeSetUpLink(demo.house.world)).toBeUndefined()
})

test('seeding again makes nobody twice', async () => {
  await seed(demo.house.world, demo.tables)
  const names = (all: readonly Person[]) => all.map((p) => p.username)
  expect(names(await readPeople(demo.house.world, demo.tables))).toEqual(names(people))
})

test('a changed password is known, one that was only tried is not', async () => {
  const { world } = demo.house
  const phc = await world.hashing.hash('ein-ganz-anderer-satz')
  expect((await demo.tables.passwords()).get(phc)).toBe('ein-ganz-anderer-satz')
  await world.hashing.verify(phc, 'geraten-und-falsch')
  expect([...(await demo.tables.passwords()).values()]).not.toContain('geraten-und-falsch')
})

test('the terminal shows everybody with their password, and cuts nothing', () => {
  const printed = table(people)
  for (const p of people) expect(printed).toContain(`  ${p.username} `)
  expect(printed).toMatch(/jpetersen\s+korbflechter-morgens-4\s+code by e-mail\s+ready/)
  expect(printed).toMatch(/kpaulsen\s+wattwandern-ohne-schuhe\s+code by SMS to \+49 171 3920018\s+ready/)
  expect(printed).toMatch(/gclausen\s+apfelkuchen-vom-blech-2\s+code by e-mail; has recovery codes\s+ready/)
  expect(printed).toMatch(/mcarter .* sets up one of: authenticator app, e-mail, SMS to \+49 171 3920045\s+to enrol/)
  expect(printed).toMatch(/emoretti\s+ombrello-perso-in-tram\s+authenticator app on 2 devices\s+ready/)
  expect(printed).toMatch(/nfeddersen\s+heuballen-hinterm-deich\s+sets up codes by SMS\s+to enrol/)
  expect(printed).toMatch(/gferraro\s+limoni-sul-davanzale-3\s+authenticator app\s+ready/)
})

test('promise 16: a marked database is taken, one that somebody uses is not, and stays as it was', async () => {
  await refuseStrange(demo.tables, demo.dataDir)
  expect(await isDemo(demo.house.store)).toBe(true)
  const used = await openDemoHouse()
  await makeSetUpLink(used.house.world)
  await expect(refuseStrange(used.tables, used.dataDir)).rejects.toThrow(NotForDemo)
  expect(await isDemo(used.house.store)).toBe(false)
  await used.close()
})
