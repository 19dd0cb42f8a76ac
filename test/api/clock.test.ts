/** A passcode of another time: explained by the phone's clock, used up, never accepted, and not counted as a guess. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Client, passcode } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, nextPasscode, now, proveMailbox, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const STEP = 30
const rows = async (text: string, ...values: unknown[]) => (await server.sql.query(text, values)).rows
const failures = async (user: string) =>
  Number((await rows("select coalesce(sum(failures), 0) as n from tally where user_id = $1 and scope = 'second'", user))[0]?.n)
/** A passcode stands for half a minute: its middle is at most a quarter of one away. */
const about = (seconds: number): unknown => expect.closeTo(seconds, -1.5)
const clockOf = ({ body }: Answer) => body['clock'] as unknown as { offBySeconds: number } | undefined
/** What a phone shows whose clock is that many seconds ahead. */
const shown = async (secret: string, ahead: number) => passcode(secret, (await now(server)) + ahead * 1000)

async function atSecondDoor() {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  const { c } = await begun(server, p)
  const answer = (code: string) => c.answer(p.factors.totp ?? '', code)
  return { p, c, answer, secret: p.totpSecret }
}

describe('at the second door', () => {
  test.each([
    [300, -300],
    [-94, 90],
    [-600, 600],
    [60, -60],
  ])('a phone %i s ahead is told so, with the login as it stands and nothing counted', async (ahead, offBySeconds) => {
    const { p, answer, secret } = await atSecondDoor()
    // In the middle of a step, so that what is rounded is the same each time.
    await server.advance(Math.round(STEP - (((await now(server)) / 1000) % STEP) + 15))
    const told = await answer(await shown(secret, ahead))
    expect(told).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', login: { state: 'asking', ask: { kind: 'answer' } } } })
    expect(clockOf(told)?.offBySeconds).toBeCloseTo(offBySeconds, -2)
    expect(Math.abs((clockOf(told)?.offBySeconds ?? 0) + ahead)).toBeLessThanOrEqual(STEP)
    expect(await failures(p.id)).toBe(0)
    expect((await rows('select state from login where user_id = $1', p.id))[0]?.state.failures).toBe(0)
    expect(await rows("select 1 from audit where subject = $1 and act = 'login failed totp'", p.id)).toEqual([])
    expect(await rows("select 1 from audit where subject = $1 and act = 'clock off totp'", p.id)).toHaveLength(1)
    expect(await answer(await nextPasscode(server, secret))).toMatchObject({ body: { state: 'granted' } })
  })

  test('[ASVS 6.5.1] what was explained opens nothing when its time has come, nor explains itself twice', async () => {
    const { p, c, answer, secret } = await atSecondDoor()
    const early = await shown(secret, 300)
    expect(clockOf(await answer(early))).toEqual({ offBySeconds: about(-300) })
    const again = await answer(early)
    expect([again.status, clockOf(again)]).toEqual([422, undefined])
    expect(await failures(p.id)).toBe(1)
    await server.advance(300)
    expect(await answer(early)).toMatchObject({ status: 422 })
    const other = await begun(server, p)
    expect(await other.c.answer(p.factors.totp ?? '', early)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer' } })
    // The step before it was never used up: the last step stayed where it was.
    expect((await rows('select last_step from factor where id = $1', p.factors.totp))[0]?.last_step).toBe('-1')
    expect(await c.answer(p.factors.totp ?? '', await shown(secret, STEP))).toMatchObject({ body: { state: 'granted' } })
  })

  test('a passcode that was used is no question of clocks, nor is one from before it', async () => {
    const s = await signedIn(server)
    const used = await shown(s.p.totpSecret, 0)
    const before = await shown(s.p.totpSecret, -120)
    await server.advance(180)
    const { c } = await begun(server, s.p)
    for (const code of [used, before]) {
      const answer = await c.answer(s.p.factors.totp ?? '', code)
      expect([answer.status, clockOf(answer)]).toEqual([422, undefined])
    }
    expect(await failures(s.p.id)).toBe(2)
  })

  test('three times a day, over all logins; then it counts like any wrong answer', async () => {
    const { p, answer, secret } = await atSecondDoor()
    for (const ahead of [120, 180]) expect(clockOf(await answer(await shown(secret, ahead)))).toBeDefined()
    const other = await begun(server, p)
    const elsewhere = async (ahead: number) => other.c.answer(p.factors.totp ?? '', await shown(secret, ahead))
    expect(clockOf(await elsewhere(240))).toBeDefined()
    const fourth = await elsewhere(300)
    expect([fourth.status, clockOf(fourth)]).toEqual([422, undefined])
    expect(await failures(p.id)).toBe(1)
    expect(await answer(await nextPasscode(server, secret))).toMatchObject({ body: { state: 'granted' } })
    const next = await begun(server, p)
    expect(clockOf(await next.c.answer(p.factors.totp ?? '', await shown(secret, 400)))).toBeDefined()
  })

  test('a code that is right at no time within ten minutes is wrong, and nothing more', async () => {
    const { p, answer, secret } = await atSecondDoor()
    for (const ahead of [-900, 900]) {
      const told = await answer(await shown(secret, ahead))
      expect([told.status, clockOf(told)]).toEqual([422, undefined])
    }
    expect(await failures(p.id)).toBe(2)
  })
})

describe('while an app is connected', () => {
  async function connecting() {
    const p = await server.person({ account: await server.account() })
    const { c } = await begun(server, p)
    await proveMailbox(server, c, p)
    const secret = String((await c.post('/logins/current/enrolment', { type: 'totp' })).body['secret'])
    return { p, c, secret, confirm: (code: string) => c.post('/logins/current/enrolment/confirm', { code }) }
  }

  test('a wrong clock is told, the app is not bound, and that passcode binds it at no other time', async () => {
    const { p, secret, confirm } = await connecting()
    const early = await shown(secret, 300)
    const told = await confirm(early)
    expect(told).toMatchObject({
      status: 422,
      body: { code: 'login/wrong-answer', login: { ask: { kind: 'enrol' } }, clock: { offBySeconds: about(-300) } },
    })
    expect(await rows("select 1 from factor where user_id = $1 and type = 'totp'", p.id)).toEqual([])
    await server.advance(300)
    const late = await confirm(early)
    expect([late.status, clockOf(late)]).toEqual([422, undefined])
    expect(await rows("select 1 from factor where user_id = $1 and type = 'totp'", p.id)).toEqual([])
    expect(await confirm(await nextPasscode(server, secret))).toMatchObject({ status: 200, body: { ask: { kind: 'save-recovery-codes' } } })
  })

  test('also inside a session', async () => {
    const s = await signedIn(server)
    const c: Client = s.c
    const secret = String((await c.post('/me/factors', { type: 'totp', label: 'New' })).body['secret'])
    const early = await shown(secret, 120)
    const confirm = (code: string) => c.post('/me/factors/confirm', { code })
    expect(await confirm(early)).toMatchObject({ status: 422, body: { code: 'login/wrong-answer', clock: { offBySeconds: about(-120) } } })
    await server.advance(120)
    const late = await confirm(early)
    expect([late.status, clockOf(late)]).toEqual([422, undefined])
    expect(await confirm(await nextPasscode(server, secret))).toMatchObject({ status: 200 })
  })
})
