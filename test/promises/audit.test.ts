/** Promise 12: every edit, gap, reorder and cut of the audit log is seen, at both ends too; and what cannot be recorded does not happen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { watchHeads } from '#actions/audit/heads.ts'
import { openPersonal, record } from '#actions/audit/record.ts'
import { verifyChains } from '#actions/audit/verify.ts'
import { Client, passcode } from '../support/client.ts'
import type { Account, Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let folder: string
let account: Account
let person: Person
beforeAll(async () => {
  server = await startServer()
  folder = mkdtempSync(path.join(tmpdir(), 'sallyport-heads-'))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
/** A chain of its own for every test: twenty acts of one person. */
beforeEach(async () => {
  account = await server.account()
  person = await server.person({ account, totp: true, codes: true })
  for (let n = 1; n <= 20; n++) await act(n)
})

const act = (n: number) =>
  server.world.store.inAccount(account.id, async (tx) => {
    await tx.begun
    const [user] = await tx.query<{ key: string }>('select personal_key as key from users where id = $1', [person.id])
    const subject = { id: person.id, personalKey: user?.key ?? '' }
    await record(server.world, tx, tx.now, { act: `act ${n}`, subject, actor: 'test', data: { n }, personal: { agent: 'Netscape 4' } })
  })

const sql = (text: string) => server.sql.query(text.replaceAll('$A', `'${account.id}'`))
let files = 0
/** A new file with the heads as they are now. */
async function anchored(): Promise<string> {
  const file = path.join(folder, `heads-${++files}.jsonl`)
  await watchHeads(server.world.store, file, (error) => expect.fail(String(error))).stop()
  return file
}
const NONE = '/nowhere/heads.jsonl'
const verdict = async (file = NONE) => (await verifyChains(server.world.store, file)).chains.find((c) => c.account === account.id)
/** The hashes of all rows after `seq` made anew, as somebody would who may write everything. */
const rechain = (after: number) =>
  sql(`do $$ declare r record; prev bytea := coalesce((select hash from audit where account = $A and seq = ${after}), '\\x'); begin
    for r in select * from audit where account = $A and seq > ${after} order by seq loop
      prev := sha256(prev || convert_to(r.seq::text || ' ' || r.body, 'UTF8'));
      update audit set hash = prev where account = $A and seq = r.seq;
    end loop;
    update audit_head set hash = prev, seq = (select max(seq) from audit where account = $A) where account = $A; end $$`)

test('[ASVS 16.4.2] an untouched chain is whole, and says so against the heads outside too', async () => {
  expect(await verdict()).toEqual({ account: account.id, rows: 20 })
  const file = await anchored()
  expect(await verifyChains(server.world.store, file)).toMatchObject({ anchored: true })
  expect(await verdict(file)).toEqual({ account: account.id, rows: 20 })
  expect((await verifyChains(server.world.store, NONE)).anchored).toBe(false)
})

test.each([
  ['an edited body', "update audit set body = replace(body, 'act 7', 'act 9') where account = $A and seq = 7", /row 7 /],
  ['an edited act beside its body', "update audit set act = 'nothing happened' where account = $A and seq = 7", /row 7 /],
  ['an edited subject beside its body', "update audit set subject = 'usr_nobody' where account = $A and seq = 7", /row 7 /],
  ['an edited time beside its body', 'update audit set at = at - 86400000 where account = $A and seq = 7', /row 7 /],
  ['an edited hash', "update audit set hash = sha256('x') where account = $A and seq = 7", /row 7 /],
  ['a row taken out', 'delete from audit where account = $A and seq = 7', /row 7 is missing/],
  [
    'a row taken out and the others moved up',
    'delete from audit where account = $A and seq = 7; update audit set seq = seq - 1 where account = $A and seq > 7',
    /row 7 /,
  ],
  [
    'two rows that changed places',
    'update audit set seq = -7 where account = $A and seq = 7; update audit set seq = 7 where account = $A and seq = 8; update audit set seq = 8 where account = $A and seq = -7',
    /row 7 /,
  ],
  [
    'a row put in at the end',
    'insert into audit select account, 21, at, act, subject, body, hash from audit where account = $A and seq = 20',
    /row 21 /,
  ],
  ['rows cut off at the head', 'delete from audit where account = $A and seq <= 3', /row 1 is missing/],
  ['rows cut off at the tail', 'delete from audit where account = $A and seq > 17', /after 17 were cut off/],
  ['all rows gone', 'delete from audit where account = $A', /cut off/],
  ['the head gone', 'delete from audit_head where account = $A', /cut off|head/],
])('[ASVS 16.4.2] %s is seen', async (_what, harm, says) => {
  const file = await anchored()
  await sql(harm)
  expect((await verdict())?.broken).toMatch(says)
  expect((await verdict(file))?.broken).toMatch(says)
})

test.each([
  ['cut at the tail', 'delete from audit where account = $A and seq > 17', 17],
  ['rewritten from the middle', "update audit set body = replace(body, 'act 7', 'act 9') where account = $A and seq = 7", 6],
  [
    'cut at the head and numbered anew',
    'delete from audit where account = $A and seq <= 3; update audit set seq = seq - 3 where account = $A',
    0,
  ],
])('[ASVS 16.4.2] a chain that was %s and made to fit again is seen by the heads outside', async (_what, harm, after) => {
  const file = await anchored()
  await sql(harm)
  // The columns beside the body are made to fit as well: a thorough forger.
  await sql("update audit set act = body::jsonb ->> 'act' where account = $A")
  await rechain(after)
  expect((await verdict())?.broken).toBeUndefined()
  expect((await verdict(file))?.broken).toMatch(/anchored outside/)
})

test('[ASVS 16.4.2] a chain that vanished with its head is seen by the heads outside', async () => {
  const file = await anchored()
  await sql('delete from audit where account = $A; delete from audit_head where account = $A')
  expect((await verdict(file))?.broken).toMatch(/anchored outside/)
})

test('a chain that grows while it is verified is whole', async () => {
  const file = await anchored()
  let growing = true
  const growth = (async () => {
    for (let n = 21; growing; n++) await act(n)
  })()
  try {
    for (let n = 0; n < 25; n++) expect((await verdict(file))?.broken).toBeUndefined()
  } finally {
    growing = false
    await growth
  }
  expect((await verdict(file))?.rows).toBeGreaterThan(20)
})

test('the heads outside hold no more than where each chain stood, and only what moved is written again', async () => {
  const file = await anchored()
  const heads = watchHeads(server.world.store, file, (error) => expect.fail(String(error)))
  await heads.stop()
  expect(await verdict(file)).toEqual({ account: account.id, rows: 20 })
})

test('personal data in a row opens with the person’s key, and once that is erased the chain still verifies', async () => {
  const { rows } = await sql("select body::jsonb ->> 'personal' as text, body from audit where account = $A and seq = 20")
  const key = (await sql(`select personal_key as key from users where id = '${person.id}'`)).rows[0].key
  expect(rows[0].body).not.toContain('Netscape')
  expect(openPersonal(server.world, account.id, { id: person.id, personalKey: key }, rows[0].text)).toEqual({ agent: 'Netscape 4' })
  await sql(`delete from users where id = '${person.id}'`)
  expect((await verdict())?.broken).toBeUndefined()
})

test('[ASVS 16.5.3] an act whose audit row cannot be written does not happen: no session, no burn, no end of one, no count lost', async () => {
  const now = async () => Number((await sql('select now_ms() as now')).rows[0].now)
  const inside = new Client(server.url)
  await inside.start(person.username, person.password)
  await inside.answer(person.factors.totp ?? '', passcode(person.totpSecret, await now()))
  await inside.session()
  await server.advance(31)
  const c = new Client(server.url)
  await c.start(person.username, person.password)
  const state = async () =>
    (
      await sql(`select (select count(*) from session where account = $A) as sessions, (select count(*) from session where account = $A and ended_at is null) as open,
      (select count(*) from burned where account = $A) as burned, (select count(*) from tally where account = $A) as tallies,
      (select jsonb_agg(state order by id) from login where account = $A) as logins, (select count(*) from audit where account = $A) as rows`)
    ).rows[0]
  const before = await state()
  await sql(
    `create function app.no_audit() returns trigger language plpgsql as $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$`,
  )
  await sql('create trigger no_audit before insert on audit for each row execute function app.no_audit()')
  try {
    const code = passcode(person.totpSecret, await now())
    expect(await c.answer(person.factors.totp ?? '', code)).toMatchObject({ status: 503, body: { code: 'server/unavailable' } })
    expect(c.cookies.has('__Host-sid')).toBe(false)
    expect((await c.answer(person.factors.totp ?? '', '000000')).status).toBe(503)
    expect((await new Client(server.url).start(person.username, 'geraten-und-verfehlt')).status).toBe(503)
    expect((await inside.delete('/session')).status).toBe(503)
    expect((await inside.get('/session')).status).toBe(200)
    expect(await state()).toEqual(before)
  } finally {
    await sql('drop trigger no_audit on audit')
  }
  expect((await c.answer(person.factors.totp ?? '', passcode(person.totpSecret, await now()))).body).toMatchObject({ state: 'granted' })
  expect((await inside.delete('/session')).status).toBe(204)
  expect((await verdict())?.broken).toBeUndefined()
})
