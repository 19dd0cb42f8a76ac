/** What a server process of the demo has that no other has: mail and SMS that are kept here, the outbox, and neighbours that may call it. */
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Config } from '#config.ts'
import { captureMail } from '#delivery/mail/index.ts'
import { captureSms } from '#delivery/sms/index.ts'
import { apiRoutes } from '#http/api.ts'
import { pageRoutes } from '#http/pages.ts'
import type { Extra, House } from '#main.ts'
import { outboxActions } from './outbox.ts'
import { overhear } from './overhear.ts'
import type { Tables } from './tables.ts'

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))
const NAMES = ['localhost', '127.0.0.1', '[::1]']

/** `ports`: of all server processes over this database. A page of one may call another: they share cookies anyway. */
export function demoExtra(config: Config, ports: readonly number[], tables: Tables, log: Logger): Extra {
  const origins = ports.flatMap((port) => NAMES.map((name) => `http://${name}:${port}`))
  const door = { origins: new Set(origins), hosts: new Set(origins.map((o) => new URL(o).host)) }
  const host = config.host?.includes(':') ? `[${config.host}]` : (config.host ?? 'localhost')
  const neighbours = ports.filter((port) => port !== config.port).map((port) => `http://${host}:${port}`)
  return {
    origins,
    delivery(house) {
      overhear(house.world, tables.remember)
      return {
        mail: captureMail(async (mail) => {
          await tables.capture(mail, config.mailFrom)
        }),
        sms: captureSms(async (sms) => {
          await tables.captureSms(sms)
        }),
      }
    },
    pages({ world }: House, forget): Hono {
      const app = pageRoutes(DIST, { '/outbox': 'outbox/index.html' })
      // Nobody is signed in here: the outbox is everybody's who sits at this machine. What it changes is forgotten everywhere at once.
      const sessions = { check: async () => undefined, remembered: () => undefined, forget }
      app.route('/', apiRoutes({ world, sessions, door, log, addressOf: () => '', actions: outboxActions(tables, neighbours) }))
      return app
    },
  }
}
