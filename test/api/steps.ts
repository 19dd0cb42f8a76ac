/** The steps that many API tests share: signing in, proving the mailbox, enrolling an app, proving again inside a session. Each checks that it went well. */
import { expect } from 'vitest'
import { type Answer, Client, codeIn, type Json, passcode } from '../support/client.ts'
import type { Person, Wanted } from '../support/people.ts'
import type { TestServer } from '../support/server.ts'

/** The server's clock, in milliseconds. */
export const now = async ({ sql }: TestServer): Promise<number> => Number((await sql.query('select now_ms() as now')).rows[0].now)

/** A passcode of this person's app that was never used: half a minute later than the last. */
export async function nextPasscode(server: TestServer, secret: string): Promise<string> {
  await server.advance(30)
  return passcode(secret, await now(server))
}

export const offered = ({ body }: Answer): readonly { id: string; type: string; hint: string }[] =>
  (body['ask']?.['factors'] ?? body['ask']?.['contacts'] ?? []) as unknown as { id: string; type: string; hint: string }[]

export const idOf = (answer: Answer, type: string): string => offered(answer).find((f) => f.type === type)?.id ?? ''

/** The first door: a client with a login that asks for more. */
export async function begun(server: TestServer, person: Person): Promise<{ c: Client; login: Answer }> {
  const c = new Client(server.url)
  const login = await c.start(person.username, person.password)
  expect(login.status).toBe(201)
  return { c, login }
}

/** Asks for a code to this factor and reads it in the mail. */
export async function mailedCode(server: TestServer, c: Client, person: Person, factor = person.factors.email): Promise<string> {
  const before = server.mails.length
  expect(await c.post('/logins/current/challenge', { factor })).toMatchObject({ status: 200 })
  return codeIn((await server.mailTo(person.email, before)).text)
}

export async function proveMailbox(server: TestServer, c: Client, person: Person): Promise<Answer> {
  const answer = await c.answer(person.factors.email, await mailedCode(server, c, person))
  expect(answer.status).toBe(200)
  return answer
}

/** Shows a new app its secret, up to the answer that has the recovery codes in it. */
export async function enrolApp(server: TestServer, c: Client): Promise<{ secret: string; answer: Answer }> {
  const shown = await c.post('/logins/current/enrolment', { type: 'totp' })
  expect(shown.status).toBe(200)
  const secret = String(shown.body['secret'])
  const answer = await c.post('/logins/current/enrolment/confirm', { code: await nextPasscode(server, secret) })
  expect(answer.status).toBe(200)
  return { secret, answer }
}

export type SignedIn = { readonly c: Client; readonly p: Person }

/** A new person with an authenticator app in a session, with its CSRF token in hand. */
export async function signedIn(server: TestServer, wanted: Partial<Wanted> = {}): Promise<SignedIn> {
  const account = wanted.account ?? (await server.account())
  const p = await server.person({ totp: true, codes: true, ...wanted, account })
  const { c } = await begun(server, p)
  expect(await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))).toMatchObject({
    status: 200,
    body: { state: 'granted' },
  })
  expect((await c.session()).status).toBe(200)
  return { c, p }
}

/** Password and passcode again, inside the session. */
export async function stepUp(server: TestServer, { c, p }: SignedIn): Promise<Answer> {
  expect(await c.post('/session/step-up')).toMatchObject({ status: 201, body: { purpose: 'step-up', state: 'asking' } })
  expect(await c.answer(p.factors.password, p.password)).toMatchObject({ status: 200, body: { state: 'asking' } })
  const done = await c.answer(p.factors.totp ?? '', await nextPasscode(server, p.totpSecret))
  expect(done).toMatchObject({ status: 200, body: { state: 'granted' } })
  return done
}

/** The same for somebody without a second factor, whom a change of their own asks for the mailbox on record too. */
export async function stepUpByMailbox(server: TestServer, c: Client, p: Person): Promise<void> {
  expect(await c.post('/session/step-up')).toMatchObject({ status: 201, body: { purpose: 'step-up', state: 'asking' } })
  expect(await c.answer(p.factors.password, p.password)).toMatchObject({ status: 200, body: { state: 'asking', ask: { kind: 'answer' } } })
  expect(await proveMailbox(server, c, p)).toMatchObject({ body: { state: 'granted' } })
  await c.session()
}

/** Every table of ours as one digest each: what a call may not change must be equal before and after. */
export async function checksum({ sql }: TestServer, except: readonly string[] = []): Promise<Readonly<Record<string, string>>> {
  const tables = await sql.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'app' order by 1")
  const found: Record<string, string> = {}
  for (const { name } of tables.rows.filter((t) => !except.includes(t.name))) {
    const { rows } = await sql.query<{ sum: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from app.${name} t`,
    )
    found[name] = rows[0]?.sum ?? ''
  }
  return found
}

/** Waits until every message has left: what is sent later would move a checksum. */
export async function quiet(server: TestServer): Promise<void> {
  await expect
    .poll(async () => (await server.sql.query("select count(*)::int as n from message where status = 'queued'")).rows[0].n)
    .toBe(0)
}

/** The fields of a body by name, for comparing shapes. */
export const keys = (body: Json): string[] => Object.keys(body as object).sort()
