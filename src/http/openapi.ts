/** The OpenAPI 3.1 description, derived from the headers of the actions: it cannot say what the routes do not do. */
import { z } from 'zod'
import type { Action } from '#actions/action.ts'

type Json = Record<string, unknown>

export function openApi(actions: readonly Action[], base: string): Json {
  const paths: Record<string, Json> = {}
  for (const action of actions) {
    if (!action.rest) continue
    const { method, path } = action.rest
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(action) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sallyport', version: '1', description: 'Account security for multi-tenant SaaS. Problems follow RFC 9457.' },
    servers: [{ url: base }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-sid' },
        login: { type: 'apiKey', in: 'cookie', name: '__Host-login' },
      },
    },
    paths,
  }
}

function operation(action: Action): Json {
  const { rest, may } = action
  const security = may === 'anyone' ? [] : [may === 'login' ? { login: [] } : { session: [] }]
  const named = [...(rest?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const schema = z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' })
  const body =
    rest?.method === 'GET' || rest?.method === 'DELETE'
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema } } } }
  return {
    operationId: action.name,
    summary: action.about,
    security,
    ...(named.length > 0 ? { parameters: named } : {}),
    ...body,
    'x-permission': may,
    ...(action.fresh === undefined ? {} : { 'x-fresh-seconds': action.fresh }),
    responses: {
      [String(rest?.status ?? 200)]: { description: 'Done' },
      '4XX': { description: 'A refusal', content: { 'application/problem+json': {} } },
      '503': { description: 'Try again later', content: { 'application/problem+json': {} } },
    },
  }
}
