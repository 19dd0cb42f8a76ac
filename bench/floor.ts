/** What nobody can be faster than: a bare node:http server that hashes in the same pool, or answers the same bytes, and does nothing else. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { openHashPool } from '#hashing/index.ts'
import { beChild } from './child.ts'

export type FloorOrder = { readonly password: string }
export type FloorQuestion =
  | { readonly do: 'port' }
  /** From now on `GET` is answered with these headers and this body. */
  | { readonly do: 'answer'; readonly headers: Readonly<Record<string, string>>; readonly body: string }

await beChild<FloorOrder, FloorQuestion>(async ({ password }) => {
  const pool = openHashPool()
  const phc = await pool.hash(password)
  let headers: http.OutgoingHttpHeaders = {}
  let body = ''
  const server = http.createServer((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, headers)
      response.end(body)
      return
    }
    request.resume()
    const end = (status: number) => {
      response.writeHead(status, { 'content-length': 0 })
      response.end()
    }
    pool.verify(phc, password).then(
      (right) => end(right ? 200 : 500),
      () => end(503),
    )
  })
  await new Promise<void>((ok) => server.listen(0, 'localhost', ok))
  return {
    async answer(question) {
      if (question.do === 'port') return (server.address() as AddressInfo).port
      headers = { ...question.headers, 'content-length': Buffer.byteLength(question.body) }
      body = question.body
      return undefined
    },
    async stop() {
      server.closeAllConnections()
      await pool.close()
    },
  }
})
