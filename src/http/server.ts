/** Puts the doors together and listens: API, pages, health; and the one short way, a session check that is remembered. */
import http from 'node:http'
import https from 'node:https'
import { getRequestListener } from '@hono/node-server'
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
  /** Certificate and key as PEM, where no proxy in front ends TLS. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

const BASE = '/api/v1'

export function buildServer(parts: Parts): http.Server {
  const { api } = parts
  const app = new Hono()
  app.use(async (c, next) => {
    if (!api.door.hosts.has(c.req.header('host') ?? '')) return problem(refuse('request/unknown-host'), newRequestId())
    await next()
    if (parts.https) for (const [name, value] of Object.entries(HSTS)) c.res.headers.set(name, value)
  })
  app.get('/live', () => new Response('ok\n', { headers: apiHeaders() }))
  app.get('/ready', async () => new Response('', { status: (await parts.ready()) ? 204 : 503, headers: apiHeaders() }))
  const description = JSON.stringify(openApi(api.actions, BASE))
  app.get('/openapi.json', () => new Response(description, { headers: { ...apiHeaders(), 'content-type': 'application/json' } }))
  app.route(BASE, apiRoutes(api))
  app.route('/', parts.pages)
  app.all('*', () => problem(refuse('request/not-found'), newRequestId()))

  const whole = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const known = knownSession(parts)
  const limits = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 }
  const listener: http.RequestListener = (request, response) => {
    if (!known(request, response)) void whole(request, response)
  }
  return parts.tls ? https.createServer({ ...limits, ...parts.tls, minVersion: 'TLSv1.2' }, listener) : http.createServer(limits, listener)
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

/** Listens on every address of `host`; resolves with the port when it does. */
export async function listenOn(server: http.Server, host: string | undefined, port: number): Promise<number> {
  await new Promise<void>((ok, no) => {
    server.once('error', no)
    server.listen({ port, ...(host ? { host } : {}) }, () => {
      server.off('error', no)
      ok()
    })
  })
  const at = server.address()
  return typeof at === 'object' && at ? at.port : port
}
