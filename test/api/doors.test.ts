/** What holds at every address, whatever the action: methods, hosts, reading without effect, and failures of our own. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { actions } from '#actions/index.ts'
import { Busy } from '#hashing/index.ts'
import { PERMISSIONS } from '#rules/access/may.ts'
import { Client } from '../support/client.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { raw } from './raw.ts'
import { expectRefused, expectSafe } from './refused.ts'
import { begun, checksum, quiet, signedIn } from './steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const routes = actions.flatMap((a) => (a.rest ? [a.rest] : []))

test('other methods: 405 at every address of the API, and nothing at any other', async () => {
  const paths = new Map<string, string[]>()
  for (const { path, method } of routes) paths.set(path, [...(paths.get(path) ?? []), method])
  // `/me/factors/confirm` is also what `/me/factors/{id}` looks like: it is asked for there, and is no id.
  const elsewhere = (path: string, method: string) =>
    routes.some((r) => r.method === method && new RegExp(`^${r.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
  for (const [path, methods] of paths) {
    const taken = methods.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])).sort()
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']) {
      if (taken.includes(method) || elsewhere(path, method)) continue
      const answer = await raw(server.url, method, `/api/v1${path}`)
      expect([path, method, answer.status, answer.headers.allow?.split(', ').sort()]).toEqual([path, method, 405, taken])
      expectSafe({ headers: new Headers(answer.headers as Record<string, string>) })
    }
  }
  const nowhere = ['/', '/nothing', '/logins/', '/logins//current', '/me/factors/a/b', '/session/', '/SESSION', '/%73ession%2f']
  for (const path of nowhere)
    for (const method of ['GET', 'POST', 'DELETE']) expectRefused(await new Client(server.url).call(method, path), 404, 'request/not-found')
})

test('another Host: 421 on every door, and 400 where it is no host at all', async () => {
  const { port } = new URL(server.url)
  const others = ['evil.example', `evil.example:${port}`, 'localhost', `localhost.:${port}`, `localhost.evil.example:${port}`]
  const nonsense = [`localhost:${port}.evil.example`, `localhost:${port}@evil.example`, `localhost:${port}/x`, 'no host', '[::1']
  for (const host of [...others, ...nonsense])
    for (const path of ['/', '/sign-in', '/openapi.json', '/live', '/api/v1/session', '/api/v1/logins', '/nothing']) {
      const answer = await raw(server.url, path.endsWith('logins') ? 'POST' : 'GET', path, { headers: { host } })
      const refused = others.includes(host) ? [421, 'request/unknown-host'] : [400, 'request/malformed']
      expect([host, path, answer.status, JSON.parse(answer.text || '{}').code]).toEqual([host, path, ...refused])
      expectSafe({ headers: new Headers(answer.headers as Record<string, string>) })
    }
  for (const name of ['localhost', '127.0.0.1'])
    expect(await raw(server.url, 'GET', '/live', { headers: { host: `${name}:${port}` } })).toMatchObject({ status: 200 })
})

test('GET and HEAD change nothing, anywhere', async () => {
  const look = async (c: Client, paths: readonly string[]) => {
    await quiet(server)
    // Within a minute of the sign-in: what a session writes is when it was last seen, once a minute.
    const before = await checksum(server)
    const cookie = [...c.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const path of paths)
      for (const method of ['GET', 'HEAD']) {
        const answer = await raw(server.url, method, path, { headers: { cookie } })
        expect(answer.status).toBeLessThan(500)
        if (method === 'HEAD') expect(answer.text).toBe('')
      }
    expect(await checksum(server)).toEqual(before)
  }
  const paths = routes.map((r) => `/api/v1${r.path}`)
  const pages = ['/', '/sign-in', '/invitation', '/set-up', '/live', '/ready', '/openapi.json', '/nothing']
  await look((await begun(server, await server.person({ account: await server.account(), totp: true }))).c, paths)
  await look((await signedIn(server, { permissions: PERMISSIONS })).c, paths)
  await look(new Client(server.url), [...paths, ...pages])
})

test('a full hash pool is 503 with Retry-After, a bug is 500, and neither says why', async () => {
  const p = await server.person({ account: await server.account(), totp: true })
  const verify = vi.spyOn(server.world.hashing, 'verify')
  verify.mockRejectedValueOnce(new Busy(2))
  const busy = await new Client(server.url).start(p.username, p.password)
  expectRefused(busy, 503, 'server/busy')
  expect(busy.headers.get('retry-after')).toBe('2')
  verify.mockRejectedValueOnce(new Error('a detail of the inside'))
  const bug = await new Client(server.url).start(p.username, p.password)
  expectRefused(bug, 500, 'server/bug')
  expect(JSON.stringify(bug.body)).not.toContain('inside')
  verify.mockRestore()
  expect((await new Client(server.url).start(p.username, p.password)).status).toBe(201)
})
