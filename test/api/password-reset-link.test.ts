/** Asking for a new password: who is written to and who is not, how often, and what the link in the mail is worth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client } from '../support/client.ts'
import { ask, choose, linkFor, linksIn } from '../support/forgotten.ts'
import type { Account, Wanted } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun } from './steps.ts'

let server: TestServer
const accounts: Record<'off' | 'apps', Account> = {} as never
beforeAll(async () => {
  server = await startServer()
  accounts.off = await server.account({ twoFactor: { mode: 'off' } })
  accounts.apps = await server.account()
})
afterAll(() => server.stop())

const GONE = { status: 410, body: { code: 'link/invalid' } }
const person = (kind: keyof typeof accounts, wanted: Partial<Wanted> = {}) => server.person({ account: accounts[kind], ...wanted })
const begin = (token: string, c = new Client(server.url)) => c.post('/password-resets/begin', { token })

describe('[ASVS 6.4.1] the link', () => {
  test('looking uses nothing up; opening it does, once', async () => {
    const p = await person('off')
    const token = await linkFor(server, p)
    const c = new Client(server.url)
    for (let n = 0; n < 2; n++)
      expect(await c.post('/password-resets/look', { token })).toMatchObject({
        status: 200,
        body: {
          username: p.username,
          account: { name: p.account.name, slug: p.account.slug },
          rules: { minLength: 15, maxLength: 256, level: 'modern' },
        },
      })
    expect((await begin(token, c)).status).toBe(201)
    expect(await begin(token)).toMatchObject(GONE)
    expect(await c.post('/password-resets/look', { token })).toMatchObject(GONE)
    const kept = await server.sql.query<{ all: string }>("select string_agg(l::text, '') as all from (select * from link) l")
    expect(kept.rows[0]?.all).not.toContain(token)
  })

  test('counts for half an hour, and a newer one ends it', async () => {
    const p = await person('off')
    const first = await linkFor(server, p)
    const second = await linkFor(server, p, p.username.toUpperCase())
    expect(await begin(first)).toMatchObject(GONE)
    await server.advance(29 * 60)
    expect((await new Client(server.url).post('/password-resets/look', { token: second })).status).toBe(200)
    await server.advance(61)
    expect(await begin(second)).toMatchObject(GONE)
  })

  test('is worth nothing as another, nor another as this one', async () => {
    const token = await linkFor(server, await person('off'))
    expect(await new Client(server.url).post('/invitations/look', { token })).toMatchObject(GONE)
    expect(await begin('A'.repeat(43))).toMatchObject(GONE)
  })

  test('ends with everything else when the password is changed, and when the user is disabled', async () => {
    const changed = await person('off', { mustChange: 'administrator' })
    const disabled = await person('off')
    const tokens = [await linkFor(server, changed), await linkFor(server, disabled)]
    const { c } = await begun(server, changed)
    expect((await choose(c)).body['state']).toBe('granted')
    await server.sql.query("update users set state = 'disabled' where id = $1", [disabled.id])
    for (const token of tokens) {
      expect(await new Client(server.url).post('/password-resets/look', { token })).toMatchObject(GONE)
      expect(await begin(token)).toMatchObject(GONE)
    }
  })
})

describe('the request', () => {
  const settled = async () => {
    await expect.poll(async () => (await server.sql.query('select 1 from jobs._private_jobs')).rowCount, { timeout: 5000 }).toBe(0)
    await expect.poll(async () => (await server.sql.query("select 1 from message where status = 'queued'")).rowCount).toBe(0)
  }

  test('one mail lists everybody who has the mailbox, in every account, each with a link of their own', async () => {
    const [first, second, third, disabled, suspended] = [
      await person('off'),
      await person('apps', { totp: true }),
      await person('off'),
      await person('off'),
      await person('off'),
    ]
    for (const p of [second, disabled, suspended]) {
      const secret = server.world.seal.seal(JSON.stringify({ address: first.email }), {
        account: p.account.id,
        user: p.id,
        column: 'factor.secret',
      })
      await server.sql.query('update users set email = $2 where id = $1', [p.id, first.email])
      await server.sql.query('update factor set secret = $2 where id = $1', [p.factors.email, secret])
    }
    // This one's record and contact do not agree: the mailbox was never proven to be theirs.
    await server.sql.query('update users set email = $2 where id = $1', [third.id, first.email])
    await server.sql.query("update users set state = 'disabled' where id = $1", [disabled.id])
    await server.sql.query('update factor set usable = false where id = $1', [suspended.factors.email])
    const before = server.mails.length
    await ask(server.world, `  ${first.email.toUpperCase()} `)
    const mail = await server.mailTo(first.email, before)
    await settled()
    const links = linksIn(mail.text)
    expect(Object.keys(links)).toEqual([first.username, second.username])
    expect(mail.text).toContain(`Account: ${second.account.name}`)
    expect(mail.subject).not.toContain(first.username)
    expect(server.mails.slice(before)).toHaveLength(1)
    for (const p of [first, second])
      expect((await new Client(server.url).post('/password-resets/look', { token: links[p.username] })).body).toMatchObject({
        username: p.username,
      })
  })

  test('nothing is sent for names and addresses that nobody has, nor for who cannot sign in', async () => {
    const disabled = await person('off', { disabled: true })
    const before = server.mails.length
    for (const typed of ['nobody@nowhere.example', 'nobody-has-this-name', 'decoy 7', disabled.email, disabled.username])
      await ask(server.world, typed)
    await settled()
    expect(server.mails.slice(before)).toEqual([])
    expect((await server.sql.query('select 1 from link where user_id = $1', [disabled.id])).rowCount).toBe(0)
  })

  test('only its shape is judged', async () => {
    const c = new Client(server.url)
    for (const address of [' ', 'nobody@nowhere', 'two@at@signs.example'])
      expect(await c.post('/password-resets', { address })).toMatchObject({ status: 422, body: { code: 'contact/address-invalid' } })
    for (const address of ['', 'n'.repeat(255), 'a\u0000b'])
      expect(await c.post('/password-resets', { address })).toMatchObject({ status: 422 })
    expect(await c.post('/password-resets', { address: 'jana petersen' })).toMatchObject({ status: 204, body: null })
  })

  test('nothing stands in the queue in clear', async () => {
    await server.sql.query(`create table public.queued (payload text);
      create function public.keep() returns trigger language plpgsql security definer as $$ begin insert into public.queued values (new.payload::text || coalesce(new.key, '')); return new; end $$;
      create trigger keep after insert on jobs._private_jobs for each row execute function public.keep()`)
    const p = await person('off')
    await linkFor(server, p)
    const queued = (await server.sql.query("select string_agg(payload, ' ') as all from public.queued")).rows[0].all as string
    expect(queued).toContain('acc_decoy')
    for (const clear of [p.email, p.username, p.id]) expect(queued).not.toContain(clear)
    await server.sql.query('drop trigger keep on jobs._private_jobs')
  })
})

test('[ASVS 6.3.1] three mails an hour go to one mailbox; the fourth is not sent, and does not end the third’s link', async () => {
  const p = await person('off')
  let token = ''
  for (let n = 0; n < 3; n++) token = await linkFor(server, p)
  const before = server.mails.length
  for (let n = 0; n < 3; n++) expect(await ask(server.world, n % 2 ? p.email : p.username)).toEqual({ body: null })
  const other = await person('off')
  await linkFor(server, other)
  expect(server.mails.slice(before).map((m) => m.to)).toEqual([other.email])
  expect((await begin(token)).status).toBe(201)
  await server.advance(3601)
  expect(await linkFor(server, p)).not.toBe(token)
})

test('whoever asks for the links of others, however often, leaves them room for codes to sign in', async () => {
  const account = await server.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const p = await server.person({ account, emailBound: true })
  for (let n = 0; n < 8; n++) await ask(server.world, p.email, '198.51.100.77')
  await expect.poll(async () => (await server.sql.query('select 1 from jobs._private_jobs')).rowCount, { timeout: 5000 }).toBe(0)
  expect(server.mails.filter((m) => m.to === p.email)).toHaveLength(3)
  const { c } = await begun(server, p)
  expect(await c.post('/logins/current/challenge', { factor: p.factors.email })).toMatchObject({ status: 200 })
})

test('twenty requests an hour come from one network address, whomever they are about', async () => {
  const p = await person('off')
  const from = async (address: string, n: number) => {
    const typed = n % 2 ? p.email : `nobody-${n}@nowhere.example`
    return ask(server.world, typed, address)
  }
  for (let n = 0; n < 20; n++) expect(await from('198.51.100.7', n)).toEqual({ body: null })
  for (let n = 0; n < 2; n++)
    expect(await from('198.51.100.7', n)).toMatchObject({ refused: 'message/cap', retryAfter: expect.any(Number) })
  expect(await from('198.51.100.8', 0)).toEqual({ body: null })
  await server.advance(3601)
  expect(await from('198.51.100.7', 0)).toEqual({ body: null })
})
