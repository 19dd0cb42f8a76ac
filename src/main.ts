/** The only file that knows everyone: config → store → doors → listen. Starting PostgreSQL and processes is cli/. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { type Heads, watchHeads } from '#actions/audit/heads.ts'
import { actions } from '#actions/index.ts'
import { preparePlatform } from '#actions/platform/prepare.ts'
import { sessionCache } from '#actions/session/cache.ts'
import type { World } from '#actions/world.ts'
import { isCommon } from '#blocklist.ts'
import { type Config, isLoopback } from '#config.ts'
import type { Delivery } from '#delivery/delivery.ts'
import { openSmtp } from '#delivery/mail/index.ts'
import { openSms } from '#delivery/sms/index.ts'
import { catalogueOf, factorTypes } from '#factors/index.ts'
import { openHashPool } from '#hashing/index.ts'
import { addressReader } from '#http/address.ts'
import { openDoors } from '#http/listen.ts'
import { pageRoutes } from '#http/pages.ts'
import { reportRoutes } from '#http/reports.ts'
import { buildListener } from '#http/server.ts'
import { startWorker } from '#jobs/worker.ts'
import { checkRoles } from '#store/check.ts'
import { openStore, type Store } from '#store/database.ts'
import { watchKeys } from '#store/keys.ts'
import { listen } from '#store/listen.ts'
import { databaseNow } from '#store/lookups.ts'
import type { Connection } from '#store/pool.ts'
import { openSeal } from '#store/seal.ts'
import { anySealed, checkKeys } from '#store/seal-keys.ts'
import { CHANNEL } from '#store/sessions.ts'

const DIST = fileURLToPath(new URL('../web/dist', import.meta.url))
const PAGES = {
  '/': 'sign-in/index.html',
  '/sign-in': 'sign-in/index.html',
  '/invitation': 'sign-in/index.html',
  '/set-up': 'sign-in/index.html',
  '/me/security': 'console/index.html',
  '/me/security/new-phone': 'console/index.html',
  '/me/profile': 'console/index.html',
  '/forgot-password': 'sign-in/index.html',
  '/password': 'sign-in/index.html',
  '/revert': 'sign-in/index.html',
}

/** The world without doors: what the command line needs too. */
export type House = { readonly world: World; readonly store: Store; close(): Promise<void> }

export async function openHouse(config: Config, to: Connection, log: Logger, sms: boolean, workers?: number): Promise<House> {
  const store = openStore(to, {
    onError: (err) => log.warn({ err }, 'a database connection was lost'),
    onOperator: (why) => log.debug({ why }, 'as operator'),
  })
  const hashing = openHashPool(workers === undefined ? {} : { workers })
  const close = async () => void (await Promise.all([hashing.close(), store.close()]))
  try {
    await checkRoles(store)
    const seal = openSeal(watchKeys(config.keysFile, !(await anySealed(store))))
    await checkKeys(store, seal)
    const world: World = {
      store,
      seal,
      hashing,
      types: factorTypes,
      catalogue: catalogueOf(factorTypes),
      isCommon,
      random: (n) => randomBytes(n),
      origin: config.url.origin,
      rpId: config.url.hostname,
      sms,
      mailFrom: config.mailFrom,
    }
    await preparePlatform(world)
    return { world, store, close }
  } catch (error) {
    // Its open connections would keep the process of a start that is refused.
    await close()
    throw error
  }
}

/** What the demo brings along; `serve` brings nothing. */
export type Extra = {
  readonly delivery?: (house: House) => Delivery
  readonly pages?: (house: House, forget: () => void) => Hono
  readonly origins?: readonly string[]
}

export type Running = { readonly house: House; stop(): Promise<void> }

export async function start(config: Config, to: Connection, log: Logger, extra: Extra = {}): Promise<Running> {
  const house = await openHouse(config, to, log, config.sms.length > 0 || extra.delivery !== undefined)
  const { world, store } = house
  const delivery = extra.delivery?.(house) ?? waysOut(config)
  const listener = listen(to, CHANNEL, () => sessions.forget())
  const sessions = sessionCache(
    world,
    () => listener.hears(),
    () => performance.now(),
  )
  const pages = pageRoutes(DIST, PAGES)
  pages.route('/', reportRoutes(world, log))
  if (extra.pages)
    pages.route(
      '/',
      extra.pages(house, () => sessions.forget()),
    )
  const api = { world, sessions, actions, log, door: doorOf(config, extra.origins ?? []), addressOf: addressReader(config.trustedProxies) }
  const ready = () =>
    databaseNow(store).then(
      () => true,
      () => false,
    )
  const tls = config.tls && { cert: fs.readFileSync(config.tls.cert, 'utf8'), key: fs.readFileSync(config.tls.key, 'utf8') }
  const doors = buildListener({ api, pages, ready, https: config.url.protocol === 'https:' })
  const worker = await startWorker({ ...world, delivery }, log)
  const heads: Heads = watchHeads(store, path.join(config.dataDir, 'audit-heads.jsonl'), (err) =>
    log.error({ err }, 'the audit heads could not be written'),
  )
  const keys = setInterval(() => reloadKeys(world, log), 1000).unref()
  const host = config.host ?? (isLoopback(config.url.hostname) ? 'loopback' : undefined)
  const listening = await openDoors(doors, { host, port: config.port, tls })
  return {
    house,
    async stop() {
      clearInterval(keys)
      listening.close()
      await heads.stop()
      await worker.stop()
      await Promise.all([listener.close(), delivery.mail?.close(), delivery.sms?.close()])
      listening.closeNow()
      await house.close()
    },
  }
}

/**
 * A key made by `keys rotate` seals here within a second, and opens at once: an unknown key id makes the seal look by itself.
 * Only a changed file is read. One that cannot be read leaves the keys that were read, and is told once.
 */
function reloadKeys({ seal }: World, log: Logger): void {
  try {
    seal.reload()
  } catch (err) {
    log.error({ err }, 'the key file could not be read again')
  }
}

function waysOut({ smtp, mailFrom, sms }: Config): Delivery {
  const now = () => performance.now()
  return {
    ...(smtp === undefined ? {} : { mail: openSmtp({ url: smtp, from: mailFrom, now }) }),
    ...(sms.length === 0 ? {} : { sms: openSms({ urls: sms, now }) }),
  }
}

/** Names of this machine stand for one another; any other host has one name. */
function doorOf({ url, port }: Config, more: readonly string[]) {
  const names = isLoopback(url.hostname) ? ['localhost', '127.0.0.1', '[::1]'] : []
  const own = names.flatMap((name) => [`${url.protocol}//${name}:${port}`, ...(url.port ? [`${url.protocol}//${name}:${url.port}`] : [])])
  const origins = new Set([url.origin, ...own, ...more])
  return { origins, hosts: new Set([...origins].map((o) => new URL(o).host)) }
}
