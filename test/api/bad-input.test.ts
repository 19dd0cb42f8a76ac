/** Bad input, made from each action's own schema: always a refusal with its code, never a fault of ours, and nothing changed. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Action } from '#actions/action.ts'
import { actions } from '#actions/index.ts'
import { PERMISSIONS } from '#rules/access/may.ts'
import { REFUSALS } from '#rules/refusals.ts'
import { Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { badBodies, malformed, sample, schemaOf } from './bad-bodies.ts'
import { type RawAnswer, raw } from './raw.ts'
import { begun, checksum, quiet, signedIn } from './steps.ts'

type Routed = Action & { readonly rest: NonNullable<Action['rest']> }
const routed = actions.filter((a): a is Routed => a.rest !== undefined)
const named = routed.map((a) => [a.name, a] as const)
const taking = named.filter(([, a]) => a.rest.method !== 'GET')

let server: TestServer
/** Nobody; somebody in a login; somebody who may do everything. */
let callers: readonly Client[]
let before: Readonly<Record<string, string>>
let hashes: { readonly mock: { readonly calls: readonly unknown[] } }[]
beforeAll(async () => {
  server = await startServer()
  const { c: login } = await begun(server, await server.person({ account: await server.account(), totp: true }))
  const all = { account: { id: 'acc_platform', slug: 'platform', name: 'Sallyport' }, permissions: PERMISSIONS }
  callers = [new Client(server.url), login, (await signedIn(server, all)).c]
  hashes = [vi.spyOn(server.world.hashing, 'hash'), vi.spyOn(server.world.hashing, 'verify')]
})
afterAll(() => server.stop())

// A guess at a name that nobody has is counted and recorded like any other: that is all that may move.
const COUNTED = ['tally', 'audit', 'audit_head']
beforeEach(async () => {
  await quiet(server)
  before = await checksum(server, COUNTED)
})
afterEach(async () => {
  expect(await checksum(server, COUNTED)).toEqual(before)
  expect((await raw(server.url, 'GET', '/ready')).status).toBe(204)
})

const pathOf = (a: Routed): string => a.rest.path.replace('{id}', String((sample(schemaOf(a)) as { id?: string }).id))

function send(a: Routed, c: Client, body: string | Uint8Array, path = pathOf(a)): Promise<RawAnswer> {
  const cookie = [...c.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = {
    'content-type': 'application/json',
    cookie,
    'content-length': Buffer.byteLength(body),
    ...(c.csrf ? { 'x-csrf-token': c.csrf } : {}),
  }
  return raw(server.url, a.rest.method, `/api/v1${path}`, { headers, body })
}

/** Whoever gets as far as the input: nobody and a login where these may call, the session everywhere. */
const whoReach = (a: Action): readonly Client[] => (a.may === 'anyone' || a.may === 'login' ? callers : callers.slice(2))

function expectProblem(answer: RawAnswer, what: string): string {
  const { code, status, title, fields } = JSON.parse(answer.text) as {
    code: keyof typeof REFUSALS
    status: number
    title: string
    fields?: object[]
  }
  expect([what, answer.status >= 400 && answer.status < 500, answer.headers['content-type']], answer.text).toEqual([
    what,
    true,
    'application/problem+json',
  ])
  expect(REFUSALS[code]).toBe(answer.status)
  expect([status, typeof title]).toEqual([answer.status, 'string'])
  if (code === 'request/invalid') expect(fields?.length, what).toBeGreaterThan(0)
  return code
}

describe.each(taking)('%s', (_name, a) => {
  test('one field wrong: 422, by its own rule', async () => {
    const inPath = [...a.rest.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
    for (const bad of badBodies(schemaOf(a)).filter((b) => !inPath.some((name) => b.what.startsWith(`${name}:`))))
      for (const c of whoReach(a))
        expect([bad.what, expectProblem(await send(a, c, bad.text), bad.what)]).toEqual([bad.what, 'request/invalid'])
    for (const more of ['unheard', 'constructor', 'toString', 'hasOwnProperty', 'prototype', '', '\ud800']) {
      const body = JSON.stringify({ ...(sample(schemaOf(a)) as object), [more]: 'x' })
      for (const c of whoReach(a)) expect(expectProblem(await send(a, c, body), `a field more: ${more}`)).toBe('request/invalid')
    }
  })

  test('no such JSON: 400, or what an empty body means', async () => {
    for (const { what, bytes } of malformed(a))
      for (const c of callers) expect([what, expectProblem(await send(a, c, bytes), what)]).toEqual([what, 'request/malformed'])
    if ((schemaOf(a).required ?? schemaOf(a).anyOf ?? []).length > 0 && !a.rest.path.includes('{'))
      for (const c of whoReach(a)) expect(expectProblem(await send(a, c, ''), 'empty')).toBe('request/invalid')
  })

  test('a megabyte: 413 at once, and no hash is made', async () => {
    const made = hashes.map((h) => h.mock.calls.length)
    const body = JSON.stringify({ ...(sample(schemaOf(a)) as object), password: 'x'.repeat(1024 * 1024) })
    const times: number[] = []
    for (const c of callers) {
      const answer = await send(a, c, body)
      expect(expectProblem(answer, 'a megabyte')).toBe('request/too-large')
      times.push(answer.ms)
    }
    // The quickest of three: what else this machine does at the moment is not measured.
    expect(Math.min(...times)).toBeLessThan(200)
    // The same without saying beforehand how much there is.
    const chunked = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const answer = await raw(server.url, a.rest.method, `/api/v1${pathOf(a)}`, { headers: chunked, body })
    expect(expectProblem(answer, 'a megabyte in chunks')).toBe('request/too-large')
    expect(hashes.map((h) => h.mock.calls.length)).toEqual(made)
  })
})

test('64 KiB that fit: refused by the field, and no hash is made', async () => {
  const made = hashes.map((h) => h.mock.calls.length)
  for (const [, a] of taking.filter(([, r]) => JSON.stringify(schemaOf(r)).includes('"password"'))) {
    const body = { ...(sample(schemaOf(a)) as object), password: 'x'.repeat(64_000) }
    const answer = await send(a, whoReach(a)[0] as Client, JSON.stringify(body))
    expect(expectProblem(answer, a.name)).toBe('request/invalid')
    expect(answer.text).not.toContain('xxxxxxxx')
  }
  expect(hashes.map((h) => h.mock.calls.length)).toEqual(made)
})

test('ids and questions in the address', async () => {
  const remove = routed.find((a) => a.name === 'me.factor.remove') as Routed
  const junk = [
    'fac_',
    'x',
    '%00',
    '%ff',
    '%2e%2e%2f',
    "'or'1'='1",
    '%F0%9F%98%80',
    `fac_${'0'.repeat(26)}`,
    'a'.repeat(8000),
    '__proto__',
    '%ED%A0%80',
  ]
  for (const id of junk)
    expect(expectProblem(await send(remove, callers[2] as Client, '', `/me/factors/${id}`), id)).toBe('request/invalid')
  for (const [, a] of named.filter(([, r]) => r.rest.method === 'GET'))
    for (const query of ['?a=1', '?a[]=1&a[]=2', '?=', '?%ff=%ff', `?${'a'.repeat(8000)}`, '?constructor=1'])
      for (const c of whoReach(a)) expect(expectProblem(await send(a, c, '', `${pathOf(a)}${query}`), query)).toBe('request/invalid')
})

test('cookies and headers that nobody gave out', async () => {
  const show = routed.find((a) => a.name === 'session.show') as Routed
  const sid = (callers[2] as Client).cookies.get('__Host-sid') ?? ''
  const cookies = [
    '',
    ';;;',
    '=',
    '__Host-sid',
    '__Host-sid=',
    `__Host-sid=${sid}x`,
    `__host-sid=${sid}`,
    `__Host-sid=${sid}; __Host-sid=${sid}`,
    `__Host-sid="${sid}"`,
    `__Host-sid=${'a'.repeat(8000)}`,
    '__Host-sid=%00',
    '__Host-sid=\xff',
    '__Host-device=~~~.~',
    `sid=${sid}`,
  ]
  for (const cookie of cookies) {
    const answer = await raw(server.url, 'GET', `/api/v1${show.rest.path}`, { headers: { cookie } })
    expect([cookie, expectProblem(answer, cookie)]).toEqual([cookie, 'session/none'])
  }
})

test('whatever JSON there is, on every route', async () => {
  const values = fc.jsonValue({ maxDepth: 4 })
  // Half of them with the names of real fields, so that random values reach the rules of each field.
  const nearly = (a: Action) => {
    const names = Object.keys(schemaOf(a).properties ?? {})
    return fc.oneof(
      values,
      fc.dictionary(names.length > 0 ? fc.constantFrom(...names, 'other') : fc.string(), fc.oneof(values, fc.string({ unit: 'binary' })), {
        maxKeys: 6,
      }),
    )
  }
  // An empty object is all that these ask for: sent by chance it would be done.
  // Whatever text there is may be somebody's name to the one that asks for a reset: it answers all of them alike.
  const open = 'password-reset.request'
  const asked = taking.filter(
    ([, a]) => a.name !== open && (schemaOf(a).required ?? schemaOf(a).anyOf ?? []).length > 0 && !a.rest.path.includes('{'),
  )
  for (const [, a] of asked)
    await fc.assert(
      fc.asyncProperty(nearly(a), fc.constantFrom(...whoReach(a)), async (value, c) => {
        expectProblem(await send(a, c, JSON.stringify(value)), JSON.stringify(value))
      }),
      { numRuns: 25 },
    )
})
