/** The REST routes, derived from the actions: guards, body, session, CSRF, then the action's own gate, then the answer. */
import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Action, Done } from '#actions/action.ts'
import { perform } from '#actions/perform.ts'
import type { SessionCache } from '#actions/session/cache.ts'
import { csrfIs } from '#actions/session/check.ts'
import type { Client, Context, World } from '#actions/world.ts'
import type { AddressOf } from '#http/address.ts'
import { cookie, DEVICE, LOGIN, SESSION, setCookies } from '#http/cookies.ts'
import { type Door, guard, needsCsrf } from '#http/guards.ts'
import { apiHeaders } from '#http/headers.ts'
import { readJson } from '#http/json.ts'
import { isBug, problem, refusalOf } from '#http/problem.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'

export type Api = {
  readonly world: World
  readonly sessions: SessionCache
  readonly door: Door
  readonly addressOf: AddressOf
  readonly actions: readonly Action[]
  readonly log: Logger
}

export const newRequestId = (): string => randomBytes(9).toString('base64url')

/** What comes with a request: the socket it came by. */
export type Arrives = { readonly Bindings: Partial<HttpBindings> }

/** Paths as Hono wants them: `/me/factors/{id}` becomes `/me/factors/:id`. */
const pathOf = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

export function apiRoutes(api: Api): Hono<Arrives> {
  const app = new Hono<Arrives>()
  for (const action of api.actions) {
    const { rest } = action
    if (!rest) continue
    app.on(rest.method, pathOf(rest.path), async (c) => {
      const requestId = newRequestId()
      try {
        const peer = c.env?.incoming?.socket.remoteAddress
        const done = await handle(api, action, { request: c.req.raw, peer }, c.req.param() as Record<string, string>)
        return isRefusal(done) ? problem(done, requestId) : answer(action, done)
      } catch (error) {
        const refusal = refusalOf(error)
        // The route's name and the error's class, never a value from the request.
        api.log[isBug(refusal.refused) ? 'error' : 'warn']({ requestId, action: action.name, err: error }, refusal.refused)
        return problem(refusal, requestId)
      }
    })
  }
  for (const path of new Set(api.actions.flatMap((a) => (a.rest ? [pathOf(a.rest.path)] : []))))
    app.all(path, () => wrongMethod(api.actions, path))
  app.all('*', () => problem(refuse('request/not-found'), newRequestId()))
  return app
}

/** 405, with what the address does take (RFC 9110, 15.5.6). */
function wrongMethod(actions: readonly Action[], path: string): Response {
  const methods = actions.flatMap(({ rest }) => (rest && pathOf(rest.path) === path ? [rest.method] : []))
  const answer = problem(refuse('request/wrong-method'), newRequestId())
  answer.headers.set('allow', methods.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])).join(', '))
  return answer
}

type Call = { readonly request: Request; readonly peer: string | undefined }

async function handle(api: Api, action: Action, call: Call, params: Record<string, string>): Promise<Done<unknown> | Refusal> {
  const { request } = call
  const arrival = { request, action, door: api.door }
  const stopped = guard(arrival)
  if (stopped) return stopped
  const body = request.method === 'GET' ? queryOf(request) : await readJson(request)
  if (isRefusal(body)) return body
  const client = clientOf(request, api.addressOf(call.peer, request.headers))
  const session = client.sessionToken ? await api.sessions.check(client.sessionToken) : undefined
  if (needsCsrf(arrival) && session && !csrfIs(api.world, session, request.headers.get('x-csrf-token') ?? '')) return refuse('session/csrf')
  const context: Context = { world: api.world, client, terminal: false, ...(session ? { session } : {}) }
  const done = await perform(action, context, { ...body, ...params })
  if (request.method !== 'GET') forget(api, action, client, done)
  return done
}

/** Whatever ended or changed a session is seen by the next request on this node; other nodes are told by the database. */
function forget({ sessions }: Api, action: Action, client: Client, done: Done<unknown> | Refusal): void {
  const tokens = isRefusal(done) ? undefined : done.tokens
  // Without a session of its own, a login touches those of its user at most, and the first door alone touches none:
  // people who sign in leave what is remembered of others as it is.
  const own = client.sessionToken === undefined
  if (own && tokens?.session && tokens.of) sessions.forget(tokens.of)
  else if (!own || action.name !== 'login.start') sessions.forget()
}

const queryOf = (request: Request): Record<string, string> => Object.fromEntries(new URL(request.url).searchParams)

function clientOf(request: Request, address: string): Client {
  const header = request.headers.get('cookie')
  const [loginToken, sessionToken, deviceToken] = [LOGIN, SESSION, DEVICE].map((name) => cookie(header, name))
  const agent = (request.headers.get('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 200)
  return {
    agent,
    address,
    ...(loginToken ? { loginToken } : {}),
    ...(sessionToken ? { sessionToken } : {}),
    ...(deviceToken ? { deviceToken } : {}),
  }
}

function answer(action: Action, done: Done<unknown>): Response {
  const status = action.rest?.status ?? 200
  const headers = new Headers(apiHeaders())
  for (const line of setCookies(done.tokens ?? {})) headers.append('set-cookie', line)
  // Signing out clears what the browser kept of our pages.
  if (action.name.startsWith('session.end')) headers.set('clear-site-data', '"cache", "storage"')
  if (status === 204) return new Response(null, { status, headers })
  headers.set('content-type', 'application/json')
  return new Response(JSON.stringify(done.body), { status, headers })
}
