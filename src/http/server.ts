/** Puts the doors together: API, pages, health; and the one short way, a session check that is remembered. Listening is listen.ts. */
import type http from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import { Hono } from 'hono'
import { type Api, apiRoutes, newRequestId } from '#http/api.ts'
import { cookie, SESSION } from '#http/cookies.ts'
import { apiHeaders, HSTS } from '#http/headers.ts'
import { openApi } from '#http/openapi.ts'
import { problem } from '#http/problem.ts'
import { refuse } from '#rules/refusals.ts'

export type Parts = {
  readonly api: Api
  /** Pages and whatever else the caller brings (the demo's outbox); mounted at the root. */
  readonly pages: Hono
  /** Whether the database answers: for `/ready`. */
  readonly ready: () => Promise<boolean>
  readonly https: boolean
}

const BASE = '/api/v1'

export function buildListener(parts: Parts): http.RequestListener {
  const { api } = parts
  const app = new Hono()
  app.use(async (c, next) => {
    if (!api.door.hosts.has(c.req.header('host') ?? '')) return problem(refuse('request/unknown-host'), newRequestId())
    await next()
    if (parts.https) for (const [name, value] of Object.entries(HSTS)) c.res.headers.set(name, value)
  })
  app.get('/live', () => new Response('ok\n', { headers: apiHeaders() }))
  app.get('/ready', async () => new Response(null, { status: (await parts.ready()) ? 204 : 503, headers: apiHeaders() }))
  const description = JSON.stringify(openApi(api.actions, BASE))
  app.get('/openapi.json', () => new Response(description, { headers: { ...apiHeaders(), 'content-type': 'application/json' } }))
  app.route(BASE, apiRoutes(api))
  app.route('/', parts.pages)
  app.all('*', () => problem(refuse('request/not-found'), newRequestId()))

  // A Host or address that is no URL never reaches the routes.
  const errorHandler = (error: unknown) =>
    problem(refuse(error instanceof RequestError ? 'request/malformed' : 'server/bug'), newRequestId())
  const whole = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler })
  const known = knownSession(parts)
  return (request, response) => {
    if (!known(request, response)) void whole(request, response)
  }
}

/** `GET /session` of a session checked within the last second: the same answer as the long way, without its length. */
function knownSession({ api, https }: Parts) {
  const head = { ...apiHeaders(), ...(https ? HSTS : {}), 'content-type': 'application/json' }
  const path = `${BASE}/session`
  return (request: http.IncomingMessage, response: http.ServerResponse): boolean => {
    if (request.url !== path || request.method !== 'GET' || !api.door.hosts.has(request.headers.host ?? '')) return false
    if (request.headers['sec-fetch-site'] === 'cross-site') return false
    const token = cookie(request.headers.cookie, SESSION)
    const body = token && api.sessions.remembered(token)
    if (!body) return false
    response.writeHead(200, { ...head, 'content-length': Buffer.byteLength(body) })
    response.end(body)
    return true
  }
}
