/** /openapi.json: OpenAPI 3.1 in shape, with every action once, and no address that does not answer as described. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions } from '#actions/index.ts'
import { PERMISSIONS } from '#rules/access/may.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type Schema, schemaOf } from './bad-bodies.ts'
import { raw } from './raw.ts'

type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: object }[]
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Readonly<Record<string, object>> }>>
}
type Document = {
  readonly openapi: string
  readonly info: Readonly<Record<string, string>>
  readonly servers: readonly { readonly url: string }[]
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, { readonly type: string; readonly in: string; readonly name: string }>>
  }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

let server: TestServer
let document: Document
beforeAll(async () => {
  server = await startServer()
  const answer = await fetch(`${server.url}/openapi.json`)
  expect(answer.headers.get('content-type')).toBe('application/json')
  document = (await answer.json()) as Document
})
afterAll(() => server.stop())

const routed = actions.flatMap((a) => (a.rest ? [{ ...a, rest: a.rest }] : []))
const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, o]) => ({ path, method, o })))

test('the frame of the document', () => {
  expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths', 'servers'])
  expect(document.openapi).toMatch(/^3\.1\.\d+$/)
  expect([typeof document.info['title'], typeof document.info['version']]).toEqual(['string', 'string'])
  expect(document.servers).toEqual([{ url: '/api/v1' }])
  for (const scheme of Object.values(document.components.securitySchemes))
    expect(scheme).toMatchObject({ type: 'apiKey', in: 'cookie', name: expect.stringMatching(/^__Host-/) })
})

test('every action with a route is there once, and nothing else is', () => {
  const there = operations().map(({ path, method, o }) => `${o.operationId} ${method.toUpperCase()} ${path}`)
  expect(there.sort()).toEqual(routed.map((a) => `${a.name} ${a.rest.method} ${a.rest.path}`).sort())
  expect(new Set(operations().map(({ o }) => o.operationId)).size).toBe(routed.length)
})

describe.each(routed.map((a) => [a.name, a] as const))('%s', (name, a) => {
  const of = () => operations().find(({ o }) => o.operationId === name)?.o as Operation
  test('security, body, parameters and responses are those of the action', () => {
    const o = of()
    const security = a.may === 'anyone' ? [] : [a.may === 'login' ? { login: [] } : { session: [] }]
    expect(o.security).toEqual(security)
    for (const one of o.security) for (const scheme of Object.keys(one)) expect(document.components.securitySchemes).toHaveProperty(scheme)
    expect(o).toMatchObject({ summary: a.about, 'x-permission': a.may, ...(a.fresh ? { 'x-fresh-seconds': a.fresh } : {}) })
    expect(['anyone', 'login', 'session', ...PERMISSIONS]).toContain(a.may)

    const inPath = [...a.rest.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
    expect((o.parameters ?? []).map((p) => [p.name, p.in, p.required])).toEqual(inPath.map((n) => [n, 'path', true]))
    if (['GET', 'DELETE'].includes(a.rest.method)) expect(o.requestBody).toBeUndefined()
    else expect(o.requestBody).toEqual({ required: true, content: { 'application/json': { schema: schemaOf(a) } } })

    expect(Object.keys(o.responses)).toContain(String(a.rest.status ?? 200))
    for (const [status, response] of Object.entries(o.responses)) {
      expect(status).toMatch(/^(?:[1-5]\d\d|[1-5]XX|default)$/)
      expect(response.description).not.toBe('')
    }
    expect(o.responses['4XX']?.content).toHaveProperty(['application/problem+json'])
  })

  test('a route answers there as described', async () => {
    const answer = await raw(server.url, a.rest.method, `/api/v1${a.rest.path.replace(/\{\w+\}/g, 'x')}`)
    const code = (JSON.parse(answer.text) as { code: string }).code
    const [security = {}] = of().security
    expect(code).toBe(
      'session' in security
        ? 'session/none'
        : 'login' in security && !('required' in schemaOf(a)) && !('anyOf' in schemaOf(a))
          ? 'login/none'
          : 'request/invalid',
    )
  })
})

test('every schema closes its objects, and every reference leads somewhere', () => {
  const walk = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { $ref: ref, type, additionalProperties, properties } = value as Record<string, unknown>
    if (typeof ref === 'string') {
      const found = ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((o, key) => (o as Record<string, unknown> | undefined)?.[key], document)
      expect(found, `${at}: ${ref}`).toBeDefined()
    }
    if (type === 'object' && properties) expect(additionalProperties, `${at} refuses unknown fields`).toBe(false)
    for (const [key, inner] of Object.entries(value)) walk(inner, `${at}/${key}`)
  }
  walk(document, '')
})
