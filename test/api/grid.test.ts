/** The grid: every action with a route, against everything that must be refused before it is done. Rows are rows.ts; the columns are here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Action } from '#actions/action.ts'
import { actions } from '#actions/index.ts'
import { PERMISSIONS } from '#rules/access/may.ts'
import { type Answer, Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expectRefused, expectSafe } from './refused.ts'
import { type Call, ROWS, type Row, Stage } from './rows.ts'
import { begun, signedIn, stepUp } from './steps.ts'

let server: TestServer
let stage: Stage
beforeAll(async () => {
  server = await startServer()
  stage = new Stage(server)
})
afterAll(() => Promise.all([server.stop(), stage.stop()]))

type Routed = Action & { readonly rest: NonNullable<Action['rest']> }
const routed = actions.filter((a): a is Routed => a.rest !== undefined)
const named = routed.map((a) => [a.name, a] as const)
const changing = named.filter(([, a]) => a.rest.method !== 'GET')
const inSession = named.filter(([, a]) => a.may !== 'anyone' && a.may !== 'login')

const rowOf = (a: Action): Row => ROWS[a.name] ?? { ready: () => Promise.reject(new Error(`rows.ts has no row for ${a.name}`)) }
const pathOf = (a: Routed, call: Call): string => call.path ?? a.rest.path
const send = (a: Routed, call: Call, headers: Readonly<Record<string, string>> = {}, body: unknown = call.body): Promise<Answer> =>
  call.c.call(a.rest.method, pathOf(a, call), body, headers)

test('every action with a route has a row, and no row is left over', () => {
  expect(Object.keys(ROWS).sort()).toEqual(routed.map((a) => a.name).sort())
})

describe.each(named)('%s', (_name, a) => {
  test('is done, and nothing refused before it had an effect', async () => {
    const call = await rowOf(a).ready(stage)
    const foreign = { origin: 'https://evil.example' }
    if (a.rest.method === 'GET') {
      expectRefused(await send(a, call, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), 403, 'request/foreign-origin')
      expectRefused(await call.c.get(`${pathOf(a, call)}?unheard=of`), 422, 'request/invalid')
      expectSafe(await send(a, call, foreign))
    } else {
      const others = [foreign, { origin: 'null' }, { origin: `${new URL(call.c.base).origin}0` }]
      const sites = ['cross-site', 'same-site'].map((site) => ({ 'sec-fetch-site': site }))
      for (const headers of [...others, ...sites]) expectRefused(await send(a, call, headers), 403, 'request/foreign-origin')
      const body = call.body ?? {}
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])
        expectRefused(await send(a, call, { 'content-type': type }, JSON.stringify(body)), 415, 'request/not-json')
      expectRefused(await send(a, call, {}, { ...body, unheard: 'of' }), 422, 'request/invalid')
    }
    const done = await send(a, call)
    expect(done.status).toBe(a.rest.status ?? 200)
    if (done.status === 204) expect(done.body).toBeNull()
    else expect(done.headers.get('content-type')).toBe('application/json')
    expectSafe(done)
  })

  test('stops whoever is nobody here', async () => {
    const call = await rowOf(a).ready(stage)
    const stranger: Call = { ...call, c: new Client(new URL(call.c.base).origin) }
    const forged: Call = { ...call, c: new Client(new URL(call.c.base).origin) }
    for (const name of ['__Host-login', '__Host-sid', '__Host-device']) forged.c.cookies.set(name, 'A'.repeat(43))
    for (const who of a.may === 'anyone' ? [] : [stranger, forged]) {
      const [status, code] = a.may === 'login' ? [404, 'login/none'] : [401, 'session/none']
      expectRefused(await send(a, who), status as number, code as string)
      expect(who.c.cookies.has('__Host-sid')).toBe(who === forged)
    }
    // Whom nothing is asked of is done with a forged cookie as without one.
    if (a.may === 'anyone') expect((await send(a, forged)).status).toBe(a.rest.status ?? 200)
  })

  test('refuses the ids of another account', async () => {
    const row = rowOf(a)
    const schema = JSON.stringify(z.toJSONSchema(a.input, { io: 'input', unrepresentable: 'any' }))
    expect(row.foreign !== undefined, 'a row with an id in its input says what a foreign one is answered with').toBe(
      /\[a-z\]\{3\}_/.test(schema) || /"account"/.test(schema),
    )
    if (!row.foreign) return
    const call = await row.ready(stage)
    const other = await server.person({ account: await server.account(), totp: true, codes: true })
    const { code, ...theirs } = row.foreign(stage, call, other)
    const answer = await send(a, { ...call, ...theirs })
    expectRefused(answer, code === 'record/unknown' ? 404 : code === 'login/not-asked' ? 409 : 422, code)
    expect((await server.sql.query('select 1 from factor where user_id = $1', [other.id])).rowCount).toBe(4)
  })
})

describe.each(changing.filter(([name]) => inSession.some(([n]) => n === name)))('%s', (_name, a) => {
  test('needs the CSRF token of this very session', async () => {
    const call = await rowOf(a).ready(stage)
    const other = await signedIn(server)
    const own = call.c.csrf
    for (const csrf of [undefined, '', 'k1:AAAA', own?.slice(0, -1), other.c.csrf]) {
      call.c.csrf = csrf
      expectRefused(await send(a, call), 403, 'session/csrf')
    }
    call.c.csrf = own
    expect((await send(a, call)).status).toBe(a.rest.status ?? 200)
  })
})

describe.each(inSession.filter(([, a]) => a.may !== 'session'))('%s', (_name, a) => {
  test('needs its permission, and no other will do', async () => {
    const call = await rowOf(a).ready(stage)
    const plain = await signedIn(server, { permissions: PERMISSIONS.filter((p) => p !== a.may) })
    expectRefused(await send(a, { ...call, c: plain.c }), 403, 'permission/missing')
    const none = await signedIn(server)
    expectRefused(await send(a, { ...call, c: none.c }), 403, 'permission/missing')
  })
})

describe.each(inSession.filter(([, a]) => a.fresh !== undefined))('%s', (_name, a) => {
  test('needs a fresh proof, and is done after a step-up', async () => {
    const call = await rowOf(a).ready(stage)
    if (!call.signedIn) throw new Error('such a row says who is signed in')
    await server.advance((a.fresh ?? 0) - 60)
    await server.advance(61)
    expectRefused(await send(a, call), 403, 'session/step-up')
    await stepUp(server, call.signedIn)
    await call.c.session()
    expect((await send(a, call, {}, (await call.later?.()) ?? call.body)).status).toBe(a.rest.status ?? 200)
  })
})

describe('too many', () => {
  const wrong = async (times: number, code: string, again: () => Promise<Answer>, waits = 'login/wait'): Promise<void> => {
    for (let n = 0; n < times; n++) expectRefused(await again(), 422, code)
    const tally = async () => (await server.sql.query('select sum(failures)::int as n from tally')).rows[0].n as number
    const before = await tally()
    for (let n = 0; n < 3; n++) {
      const stopped = await again()
      expectRefused(stopped, 429, waits)
      expect(Number(stopped.headers.get('retry-after'))).toBe(stopped.body['retryAfter'])
      expect(stopped.body['retryAfter']).toBeGreaterThan(20)
      expect(stopped.body['retryAfter']).toBeLessThanOrEqual(30)
    }
    expect(await tally()).toBe(before)
  }
  test('passwords: 429 from the sixth on, and what is refused unseen is not counted', async () => {
    const p = await server.person({ account: await server.account(), totp: true })
    await wrong(5, 'login/wrong-answer', () => new Client(server.url).start(p.username, 'not-the-password'))
    await wrong(5, 'login/wrong-answer', () => new Client(server.url).start('nobody-has-this-name', 'not-the-password'))
  })
  test('passcodes, whether of a factor or of an enrolment', async () => {
    const p = await server.person({ account: await server.account(), totp: true })
    const { c } = await begun(server, p)
    await wrong(5, 'login/wrong-answer', () => c.answer(p.factors.totp ?? '', '12345x'))
    const enrolling = await rowOf(routed.find((a) => a.name === 'login.confirm-enrolment') as Action).ready(stage)
    await wrong(5, 'login/wrong-answer', () => enrolling.c.post('/logins/current/enrolment/confirm', { code: '12345x' }))
    const further = await rowOf(routed.find((a) => a.name === 'me.factor.confirm') as Action).ready(stage)
    await wrong(5, 'login/wrong-answer', () => further.c.post('/me/factors/confirm', { code: '12345x' }))
  })
  test('codes by mail', async () => {
    const call = await rowOf(routed.find((a) => a.name === 'login.challenge') as Action).ready(stage)
    expect((await call.c.post('/logins/current/challenge', call.body)).status).toBe(200)
    await wrong(0, '', () => call.c.post('/logins/current/challenge', call.body), 'message/too-soon')
  })
})
