/** What the doctor sees when one thing is wrong: real key files, servers that refuse or are away, clocks that differ, a DNS that is silent. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clock } from '#cli/doctor/clock.ts'
import { configuration } from '#cli/doctor/configuration.ts'
import { database } from '#cli/doctor/database.ts'
import type { Finding } from '#cli/doctor/finding.ts'
import { keys } from '#cli/doctor/keys.ts'
import { mail } from '#cli/doctor/mail.ts'
import { type Asked, names, resolver } from '#cli/doctor/names.ts'
import { queue } from '#cli/doctor/queue.ts'
import { sms } from '#cli/doctor/sms.ts'
import { type Config, readConfig } from '#config.ts'
import { openLog } from '#log.ts'
import { type House, openHouse } from '#main.ts'
import { openStore } from '#store/database.ts'
import { readKeys } from '#store/keys.ts'
import { freshDatabase, type Place } from '../support/database.ts'
import { seeding } from '../support/people.ts'
import { freePort } from '../support/server.ts'

let place: Place
let house: House
let sql: pg.Pool
let config: Config
const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-doctor-'))
beforeAll(async () => {
  place = await freshDatabase()
  config = readConfig({ SALLYPORT_DATA_DIR: folder })
  house = await openHouse(config, { ...place, user: 'sallyport_app' }, openLog('silent'), true, 1)
  sql = new pg.Pool({ ...place, user: 'postgres', max: 1, options: '-c search_path=app' })
  sql.on('error', () => undefined)
})
afterAll(async () => {
  await Promise.all([house.close(), sql.end()])
  rmSync(folder, { recursive: true, force: true })
})

const set = (env: Readonly<Record<string, string>>): Config => readConfig({ SALLYPORT_DATA_DIR: folder, ...env })
const lines = (findings: readonly Finding[]): string[] => findings.map((f) => `${f.state} ${f.what}${f.todo ? `. ${f.todo}` : ''}`)
const SERVER = {
  SALLYPORT_URL: 'https://login.nordlicht.de',
  SALLYPORT_SMTP: 'smtps://mail.nordlicht.de',
  SALLYPORT_MAIL_FROM: 'codes@mail.nordlicht.de',
}

test('configuration: what is assumed is said, and what harms is bad', () => {
  const told = (env: Readonly<Record<string, string>>) => lines(configuration(set(env), Date.now())).join('\n')
  expect(told({ PORT: '4001' })).toMatch(/^note the address is http:\/\/localhost:4001\. Only browsers on this machine/)
  expect(told(SERVER)).toMatch(
    /^ok the address is https:\/\/login\.nordlicht\.de\nnote no trusted proxies, .* everybody seems to come from it\. /,
  )
  expect(told({ ...SERVER, SALLYPORT_TRUSTED_PROXIES: '127.0.0.1' })).toContain('ok proxies whose word on addresses is taken: 127.0.0.1')
  expect(told({ ...SERVER, SALLYPORT_TRUSTED_PROXIES: '10.0.0.0/8 0.0.0.0/1' })).toContain('bad SALLYPORT_TRUSTED_PROXIES has 0.0.0.0/1')
  expect(told({ SALLYPORT_SMTP: 'smtp://localhost' })).toContain('bad mails would come from sign-in@sallyport.invalid')
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
  for (const file of [cert, key]) writeFileSync(file, 'nothing')
  expect(told({ ...SERVER, SALLYPORT_TLS_CERT: cert, SALLYPORT_TLS_KEY: key })).toContain('bad certificate and key cannot be read')
})

test('keys: well, too open, missing, lacking one that the database names, foreign, old, and a rotation that was cut short', async () => {
  const { store, world } = house
  const good = readKeys(config.keysFile, false)
  const other = { ...config, keysFile: path.join(folder, 'other.json') }
  const write = (file: object) => writeFileSync(other.keysFile, JSON.stringify(file), { mode: 0o600 })
  const text = Object.fromEntries([...good.keys].map(([kid, key]) => [kid, key.toString('base64')]))
  expect(lines(await keys(config, store))).toEqual([`ok k1 of ${config.keysFile} seals, for 0 days`])
  await expect(keys(other, store)).rejects.toThrow(/is missing\. .* restore it from its backup/)
  write({ current: 'k1', keys: text })
  chmodSync(other.keysFile, 0o644)
  await expect(keys(other, store)).rejects.toThrow(`chmod 600 ${other.keysFile}`)
  chmodSync(other.keysFile, 0o600)
  write({ current: 'k1', keys: { k1: Buffer.alloc(32, 7).toString('base64') } })
  await expect(keys(other, store)).rejects.toThrow('has another key named k1 than this database was sealed with')
  write({ current: 'k9', keys: { k9: Buffer.alloc(32, 7).toString('base64') } })
  expect(lines(await keys(other, store))).toEqual([`bad the database names k1, which ${other.keysFile} lacks. ${LOST}`])
  await seeding(world).person({ account: await seeding(world).account() })
  write({ current: 'k2', keys: { ...text, k2: Buffer.alloc(32, 7).toString('base64') } })
  expect(lines(await keys(other, store))[1]).toMatch(/^note \d+ texts are sealed with an older key\. A rotation was cut short\./)
  await sql.query('update seal_key set first_at = first_at - 400 * 86400000::bigint')
  expect(lines(await keys(config, store))[0]).toMatch(/^note k1 of .* seals, for 400 days\. Make a new one .* sallyport keys rotate$/)
})
const LOST = 'Whoever was sealed with it cannot sign in. Restore the key file from its newest backup.'

test('clock: two clocks that differ, and one that was put back', async () => {
  const { store } = house
  expect(lines(await clock(store, Date.now))[0]).toMatch(/^ok database and this machine agree to \d+ ms$/)
  expect(lines(await clock(store, () => Date.now() - 90_000))[0]).toMatch(
    /^bad the database's clock is 90 s ahead of this machine's\. Let both/,
  )
  expect(lines(await clock(store, () => Date.now() + 3000))[0]).toMatch(/^bad the database's clock is 3 s behind this machine's/)
  await sql.query(
    `insert into audit (account, seq, at, act, body, hash) values ('acc_platform', 9, app.now_ms() + 60000, 'test', '{}', '')`,
  )
  expect(lines(await clock(store, Date.now))[1]).toMatch(/^bad something was done (59|60) s after now: the clock was put back\. /)
  await sql.query(`delete from audit where account = 'acc_platform' and seq = 9`)
})

test('mail: away, not spelled right, and none', async () => {
  expect(lines(await mail(config))).toEqual([expect.stringContaining('Set SALLYPORT_SMTP=')])
  const away = `smtp://localhost:${await freePort()}`
  expect(lines(await mail(set({ SALLYPORT_SMTP: away })))[0]).toMatch(
    new RegExp(`^bad ${away}: no connection \\(ECONNREFUSED\\)\\. Does it listen`),
  )
  expect(lines(await mail(set({ SALLYPORT_SMTP: 'smtp://mail.sallyport.invalid' })))[0]).toMatch(/host not found.* spelled right\?$/)
})

test('SMS: each provider is asked; a promise without a provider is bad', async () => {
  const statuses = [400, 403]
  const gateways: Server[] = []
  for (const status of statuses) gateways.push(createServer((_q, a) => a.writeHead(status).end()).listen(0, '127.0.0.1'))
  await Promise.all(gateways.map((g) => once(g, 'listening')))
  const [well, locked] = gateways.map((g) => `kannel://user:secret@127.0.0.1:${(g.address() as AddressInfo).port}?from=Sallyport`)
  const away = `http://user:secret@127.0.0.1:${await freePort()}/send?from=Sallyport`
  try {
    const told = lines(await sms(set({ SALLYPORT_SMS: `${well} ${locked} ${away}` }), house.store))
    expect(told[0]).toMatch(/^ok kannel \(127\.0\.0\.1:\d+\) would take one$/)
    expect(told[1]).toMatch(/^bad kannel-2 \(.*\): 403: user or password is wrong.* The others are asked meanwhile\.$/)
    expect(told[2]).toMatch(/^bad http \(.*\): no connection \(ECONNREFUSED\)/)
    expect(told.join()).not.toContain('secret')
  } finally {
    for (const gateway of gateways) gateway.close()
  }
  expect(lines(await sms(config, house.store))).toEqual(['ok no way to send SMS is set; codes by SMS are offered to nobody'])
  await sql.query(`update account set entitlements = '{"sms": true}' where id <> 'acc_decoy' and id <> 'acc_platform'`)
  expect(lines(await sms(config, house.store))[0]).toMatch(
    /^bad \d+ accounts are granted SMS, but no way to send them is set\. Set SALLYPORT_SMS/,
  )
})

test('names: what is in the DNS, what lacks, and a DNS that is silent', async () => {
  const none = async () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
  const zone = (texts: Readonly<Record<string, string>>, host = true): Asked => ({
    resolve4: async () => (host ? ['192.0.2.7'] : none()),
    resolve6: none,
    resolveTxt: async (name: string) => (texts[name] === undefined ? none() : texts[name].split('|').map((t) => [t])),
  })
  const told = async (dns: Asked, env: Readonly<Record<string, string>> = SERVER) => lines(await names(set(env), dns))
  const WELL = { 'mail.nordlicht.de': 'v=spf1 mx -all|other', '_dmarc.nordlicht.de': 'v=DMARC1; p=reject' }
  expect(await told(zone(WELL))).toEqual([
    'ok login.nordlicht.de is 192.0.2.7',
    'ok mail.nordlicht.de has an SPF record',
    'ok nordlicht.de has a DMARC policy',
  ])
  const [host, spf, dmarc] = await told(zone({}, false))
  expect(host).toMatch(/^bad login\.nordlicht\.de, the host of SALLYPORT_URL, has no address/)
  expect(spf).toMatch(/^bad mail\.nordlicht\.de has no SPF record\. .*v=spf1/)
  expect(dmarc).toMatch(/^bad mail\.nordlicht\.de has no DMARC policy\. /)
  const twice = await told(zone({ ...WELL, 'mail.nordlicht.de': 'v=spf1 mx -all|v=spf1 -all', '_dmarc.nordlicht.de': 'v=DMARC1; p=none' }))
  expect(twice[1]).toMatch(/^bad mail\.nordlicht\.de has 2 SPF records/)
  expect(twice[2]).toMatch(/^note the DMARC policy of nordlicht\.de only watches/)
  expect(await told(zone({}), { SALLYPORT_SMTP: 'smtp://localhost' })).toEqual([
    'ok localhost is this machine: not asked for',
    expect.stringContaining('note mails come from sallyport.invalid'),
  ])

  const silent = createSocket('udp4').bind(0, '127.0.0.1')
  await once(silent, 'listening')
  const before = performance.now()
  const unanswered = await told(resolver([`127.0.0.1:${silent.address().port}`]))
  silent.close()
  expect(performance.now() - before).toBeLessThan(10_000)
  expect(unanswered).toHaveLength(3)
  for (const one of unanswered) expect(one).toMatch(/^note .* could not be asked for\. No DNS server answered within two seconds/)
}, 20_000)

test('database: the wrong role, and the owner of the tables at hand', async () => {
  expect(lines(await database(config, house.store))).toEqual([
    expect.stringMatching(/^ok PostgreSQL 1[5-9] \(embedded\)$/),
    'ok the server works as sallyport_app; tables belong to sallyport_owner',
  ])
  const own = { DATABASE_URL: 'postgresql://sallyport_app@localhost/x', SALLYPORT_KEYS: config.keysFile }
  const with2 = (user: string) => database(set({ ...own, DATABASE_OWNER_URL: `postgresql://${user}@localhost/x` }), house.store)
  expect(lines(await with2('sallyport_app'))[2]).toMatch(/^bad DATABASE_OWNER_URL and DATABASE_URL name the same role/)
  expect(lines(await with2('owner'))[2]).toMatch(/^note DATABASE_OWNER_URL is set\. Only migrate needs it/)
  const superuser = openStore({ ...place, user: 'postgres' })
  await expect(database(config, superuser)).rejects.toThrow('is a superuser')
  await superuser.close()
})

test('queue: messages that wait too long, and days on which many were lost', async () => {
  expect(lines(await queue(house.store))).toEqual(['ok no message waits'])
  const people = seeding(house.world)
  const p = await people.person({ account: await people.account() })
  const put = (status: string, reason: string | null, ago: number, times: number) =>
    sql.query(
      `insert into message (account, id, user_id, channel, template, language, status, reason, created_at, valid_until)
       select $1, 'msg_' || $3::text || $4::text || n, $2, 'mail', 'notice', 'en', $3, $4, app.now_ms() - $5, app.now_ms() + 3600000
       from generate_series(1, $6) n`,
      [p.account.id, p.id, status, reason ?? '', ago, times],
    )
  await put('accepted', null, 1000, 6)
  await put('delayed', 'timeout', 10_000, 1)
  expect(lines(await queue(house.store))).toEqual(['ok messages on their way: 1'])
  await put('queued', null, 20 * 60_000, 2)
  await put('failed', '550 5.1.1 at RCPT TO', 60_000, 4)
  const [waiting, lost] = lines(await queue(house.store))
  expect(waiting).toMatch(/^bad messages that wait: 3, the oldest for 20 minutes\. Is serve running/)
  expect(lost).toMatch(/^bad 4 of 10 messages of the last day did not get through, most: 550 5\.1\.1 at RCPT TO\. /)
})
