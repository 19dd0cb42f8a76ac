/**
 * Where providers of SMS report what became of one: Kannel by a GET with its status, Twilio by a form, others by JSON. Whose
 * report it is, and whether it is one, the address itself proves; what follows from it is actions/message/report.ts.
 */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { mayReport, REPORTS, takeReport } from '#actions/message/report.ts'
import type { World } from '#actions/world.ts'
import { newRequestId } from '#http/api.ts'
import { apiHeaders } from '#http/headers.ts'
import { parseStrict } from '#http/json.ts'
import { isBug, problem, refusalOf } from '#http/problem.ts'
import { refuse } from '#rules/refusals.ts'

/** A report of Twilio's has some twenty short fields. */
const MOST_BYTES = 16 * 1024

/** What is said on the way (queued, sent, accepted by the SMSC) changes nothing. */
const ARRIVED: Readonly<Record<string, boolean>> = {
  delivered: true,
  read: true,
  undelivered: false,
  failed: false,
  rejected: false,
  expired: false,
  // Kannel: 1 delivered, 2 not delivered, 16 refused by the SMSC.
  1: true,
  2: false,
  16: false,
}

export function reportRoutes(world: World, log: Logger): Hono {
  const app = new Hono()
  const limit = bodyLimit({ maxSize: MOST_BYTES, onError: () => problem(refuse('request/too-large'), newRequestId()) })
  app.on(['GET', 'POST'], `${REPORTS}/:account/:message/:provider/:mac`, limit, async (c) => {
    const { account, message, provider, mac } = c.req.param()
    const requestId = newRequestId()
    // As for any address that is not there.
    if (!mayReport(world, { account, message, provider }, mac)) return problem(refuse('request/not-found'), requestId)
    try {
      const status = await statusOf(c)
      if (status === undefined) return problem(refuse('request/malformed'), requestId)
      const arrived = Object.hasOwn(ARRIVED, status) ? ARRIVED[status] : undefined
      if (arrived !== undefined) await takeReport(world, { account, message, provider }, arrived)
      return new Response(null, { status: 204, headers: apiHeaders() })
    } catch (error) {
      // A provider that is told so comes again.
      const refusal = refusalOf(error)
      log[isBug(refusal.refused) ? 'error' : 'warn']({ requestId, provider, err: error }, refusal.refused)
      return problem(refusal, requestId)
    }
  })
  return app
}

async function statusOf({ req }: Context): Promise<string | undefined> {
  if (req.method !== 'POST') return req.query('status')
  const bytes = new Uint8Array(await req.arrayBuffer())
  if (/^application\/json\b/i.test(req.header('content-type') ?? '')) {
    const status = parseStrict(bytes)?.['status']
    return typeof status === 'string' ? status.toLowerCase() : undefined
  }
  const form = new URLSearchParams(Buffer.from(bytes).toString('utf8'))
  return form.get('MessageStatus')?.toLowerCase()
}
