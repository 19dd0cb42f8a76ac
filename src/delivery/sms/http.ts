/**
 * Any service that takes our JSON: `https://user:password@host/path?from=…` gets POST {id, to, from?, text, validFor?, reportUrl?}
 * and header Idempotency-Key. 2xx: taken. 429 and 5xx: not now. Any other 4xx: never.
 */
import { baseOf, basic, parameter } from './address.ts'
import type { Answer, Caller, Failed } from './call.ts'
import type { Outcome, Provider } from './provider.ts'

export function httpProvider(name: string, url: URL, { call, idle }: Caller): Provider {
  const address = new URL(url.pathname, baseOf(url, undefined, url.protocol === 'https:'))
  const from = parameter(url, 'from')
  // What else is in the address belongs to the service.
  address.search = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('from='))
    .join('&')
  const headers = url.username === '' ? {} : { authorization: basic(url) }
  return {
    name,
    async send({ id, to, text, reportUrl, validFor }) {
      const body = JSON.stringify({ id, to, from, text, validFor, reportUrl })
      const more = { 'content-type': 'application/json', 'idempotency-key': id }
      return outcomeOf(await call({ method: 'POST', url: address, headers: { ...headers, ...more }, body }))
    },
    async check() {
      const answer = await call({ method: 'HEAD', url: address, headers })
      if ('failed' in answer) throw new Error(answer.failed)
      if (answer.status === 401 || answer.status === 403) throw new Error(`${answer.status}: user or password is wrong`)
      if (answer.status >= 500) throw new Error(`${answer.status}: it does not work now`)
    },
    close: idle,
  }
}

function outcomeOf(answer: Answer | Failed): Outcome {
  if ('failed' in answer) return { went: answer.reached ? 'unknown' : 'later', reason: answer.failed }
  const { status } = answer
  if (status >= 200 && status < 300) return { went: 'accepted' }
  const final = status >= 400 && status < 500 && status !== 429
  return { went: final ? 'refused' : 'later', reason: String(status) }
}
