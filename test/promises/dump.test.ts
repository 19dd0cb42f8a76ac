/** Promise 11: the database alone is worth little. Whatever was issued on the way in, a dump of every table shows none of it. */
import { createHmac, hash, hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#actions/perform.ts'
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { inviteUser } from '#actions/user/invite.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

let house: Processes
let url = ''
beforeAll(async () => {
  house = await startProcesses({ count: 1 })
  url = house.nodes[0]?.url ?? ''
})
afterAll(() => house.stop())

/** Every row of every table of ours and of the queue's, as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await house.sql.query(
    "select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('app', 'jobs', 'public') and relkind in ('r', 'p')",
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await house.sql.query(`select t::text as row from ${name} t`)
    texts.push(`${name}\n${rows.map((r) => r.row).join('\n')}`)
  }
  return texts.join('\n')
}

/** A secret in every spelling a column could hold it in. */
function spellings(secret: string): string[] {
  const bytes = [Buffer.from(secret, 'utf8'), ...(/^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url')] : [])]
  const coded = bytes.flatMap((b) => [b.toString('hex'), b.toString('base64').replace(/=+$/, ''), b.toString('base64url')])
  return [secret, secret.replace(/[\s-]/g, ''), ...coded].map((s) => s.toLowerCase())
}

test('[ASVS 6.5.2] [ASVS 11.4.2] a dump holds no password, secret, code, token or link that was issued', async () => {
  const account = await house.account()
  const issued: Record<string, string> = { password: 'Fadenwurm-und-Quittenbrot-8' }
  const name = `canary-${account.slug}`
  const input = { account: account.slug, username: name, name: 'Kana Rienvogel', email: `${name}@mail.example`, way: 'choose' }
  await perform(inviteUser, { world: house.world, client: { agent: 'test', address: '' }, terminal: true }, input)
  issued['invitation'] = /#([\w-]{43})/.exec(await house.mailTo(input.email))?.[1] ?? ''
  issued['set-up link'] = (await makeSetUpLink(house.world))?.link.split('#')[1] ?? ''

  const c = new Client(url)
  await c.post('/invitations/accept', { token: issued['invitation'], password: issued['password'] })
  issued['login token'] = c.cookies.get('__Host-login') ?? ''
  const begun = (await c.post('/logins/current/enrolment', { type: 'totp' })).body as unknown as { secret: string }
  issued['authenticator secret'] = begun.secret
  // Looked at in every state: while the enrolment waits, and after each step.
  const dumps = [await dump()]
  const confirmed = await c.post('/logins/current/enrolment/confirm', { code: passcode(begun.secret, await house.now()) })
  const codes = confirmed.body['ask']?.['codes'] as unknown as string[]
  expect(codes).toHaveLength(10)
  for (const [n, code] of codes.entries()) issued[`recovery code ${n + 1}`] = code
  dumps.push(await dump())
  await c.post('/logins/current/recovery-codes', { kept: true })
  await c.session()
  issued['session token'] = c.cookies.get('__Host-sid') ?? ''
  issued['device mark'] = c.cookies.get('__Host-device') ?? ''
  issued['csrf token'] = c.csrf ?? ''
  dumps.push(await dump())

  const person = await house.person({
    account: await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } }),
  })
  const seen = house.mails.length
  const d = new Client(url)
  await d.start(person.username, 'Sommerregen-ohne-Schirm-3')
  issued['mistyped password'] = 'Sommerregen-ohne-Schirm-3'
  await d.start(person.username, person.password)
  await d.post('/logins/current/challenge', { factor: person.factors.email })
  issued['mailed code'] = codeIn(await house.mailTo(person.email, seen))
  dumps.push(await dump())
  await d.answer(person.factors.email, '123455')
  await d.answer(person.factors.email, issued['mailed code'])
  expect(d.cookies.has('__Host-sid')).toBe(true)
  dumps.push(await dump())

  for (const [what, secret] of Object.entries(issued)) expect({ what, long: secret.length >= 6 }).toEqual({ what, long: true })
  for (const text of dumps.map((t) => t.toLowerCase())) {
    // What is allowed to be read is there: the search looks in the right place.
    expect(text).toContain(name)
    for (const [what, secret] of Object.entries(issued))
      for (const spelled of spellings(secret)) {
        // Six digits stand in times and random ids by chance: the code is looked for as a value of its own.
        const found = what === 'mailed code' ? new RegExp(`(?<![\\w-])${spelled}(?![\\w-])`).test(text) : text.includes(spelled)
        expect({ what, found }).toEqual({ what, found: false })
      }
    expect(text).not.toContain('$argon2')
  }
})

test('[ASVS 6.5.2] a mailed code cannot be found from its stored digest without the key, and is found with it', async () => {
  const account = await house.account({ twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } })
  const person = await house.person({ account })
  const c = new Client(url)
  await c.start(person.username, person.password)
  await c.post('/logins/current/challenge', { factor: person.factors.email })
  const code = codeIn(await house.mailTo(person.email))
  const { rows } = await house.sql.query('select sent from login where user_id = $1', [person.id])
  const { nonce, digest } = rows[0].sent[person.factors.email].memo as { nonce: string; digest: string }
  const kid = digest.split(':')[0] ?? ''
  const texts = (guess: string) => [`${account.id} ${person.id} ${nonce} ${guess}`, `${nonce} ${guess}`]

  const { keys } = JSON.parse(readFileSync(path.join(house.dataDir, 'keys.json'), 'utf8')) as { keys: Record<string, string> }
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(keys[kid] ?? '', 'base64'), 'sallyport', 'mac', 32))
  const tail = digest.slice(kid.length + 1)
  expect(
    createHmac('sha256', key)
      .update(texts(code)[0] ?? '')
      .digest('base64url'),
  ).toBe(tail)

  // Without it: all million codes, and what a thief could make of them.
  const thief = (text: string) => hash('sha256', text, 'base64url')
  let found = 0
  for (let n = 0; n < 1_000_000; n += 1) if (thief(texts(String(n).padStart(6, '0'))[0] ?? '') === tail) found += 1
  expect(found).toBe(0)
  for (const text of texts(code))
    for (const guess of [
      thief(text),
      createHmac('sha256', nonce).update(text).digest('base64url'),
      createHmac('sha256', '').update(text).digest('base64url'),
    ])
      expect(guess).not.toBe(tail)
})

test('[ASVS 11.3.3] somebody who can write to the database and moves a sealed secret to another person gets nowhere', async () => {
  const account = await house.account()
  const [mine, theirs] = [await house.person({ account, totp: true }), await house.person({ account, totp: true })]
  const [{ secret }] = (await house.sql.query('select secret from factor where id = $1', [mine.factors.totp])).rows
  await house.sql.query('update factor set secret = $1 where id = $2', [secret, theirs.factors.totp])
  const c = new Client(url)
  await c.start(theirs.username, theirs.password)
  const { status } = await c.answer(theirs.factors.totp ?? '', passcode(mine.totpSecret, await house.now()))
  expect(status).toBeGreaterThanOrEqual(400)
  expect(c.cookies.has('__Host-sid')).toBe(false)
})
