/** Failures as RFC 9457 problem documents. Faults are 503, bugs are 500 with a request id; no text comes from a caught error. */

import { apiHeaders } from '#http/headers.ts'
import { REFUSALS, type Refusal, type RefusalCode, refuse } from '#rules/refusals.ts'
import { textsOf } from '#texts/index.ts'

const TITLES = textsOf('en').refusals as Readonly<Record<string, unknown>>

export function problem(refusal: Refusal, requestId: string): Response {
  const { refused: code, retryAfter, extra } = refusal
  const status = REFUSALS[code]
  const title = TITLES[code]
  const body = {
    type: `urn:sallyport:${code}`,
    title: typeof title === 'string' ? title : code,
    status,
    code,
    requestId,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...extra,
  }
  const headers = {
    ...apiHeaders(),
    'content-type': 'application/problem+json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  }
  return new Response(JSON.stringify(body), { status, headers })
}

// Connection lost or refused, shutting down, too many connections, statement or lock timeout, read-only during a failover.
const AWAY = /^(?:08\w{3}|57P0\d|57014|53\w{3}|55P03|25006|40\w{3}|ECONN\w+|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Query read timeout/

/** What a thrown error means to the caller: try again later (a fault), or our mistake (a bug). */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return refuse('server/bug')
  if ('retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number')
    return refuse('server/busy', { retryAfter: error.retryAfterSeconds })
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const away = AWAY.test(code) || LOST.test(error.message)
  return away ? refuse('server/unavailable', { retryAfter: 2 }) : refuse('server/bug')
}

export const isBug = (code: RefusalCode): boolean => code === 'server/bug'
