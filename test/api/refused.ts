/** What every answer of the API must be, said once: the headers of each, and the problem document of a refusal. */
import { expect } from 'vitest'
import type { Answer } from '../support/client.ts'

/** What every response carries, also a refusal: and never a word about other origins. */
export function expectSafe({ headers }: { readonly headers: Headers }): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull()
}

export function expectRefused(answer: Answer, status: number, code: string): void {
  expect(answer).toMatchObject({ status, body: { type: `urn:sallyport:${code}`, status, code } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(String(answer.body['title'])).toMatch(/^[A-Z].+\.$/)
  expect(String(answer.body['requestId'])).toMatch(/^[\w-]{12}$/)
  expectSafe(answer)
}
