/**
 * One HTTP call to a provider, bounded in time and size. It follows nothing, reuses no connection, and knows what matters
 * after a failure: whether the other side can have read the request. What an answer means is each provider's own.
 */
import http from 'node:http'
import https from 'node:https'

export type Request = {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
export type Answer = { readonly status: number; readonly body: string }
/** `reached`: the connection stood, so the request may have been read. `reason`: fixed words and an error code. */
export type Failed = { readonly failed: string; readonly reached: boolean }
export type Caller = {
  call(request: Request): Promise<Answer | Failed>
  /** Resolves when no call is under way. */
  idle(): Promise<void>
}

/** No provider says more than this that is worth reading. */
const MOST_BYTES = 16 * 1024

/** `timeoutMs` bounds a whole call, from the name's look-up to the last byte. */
export function openCaller(timeoutMs: number): Caller {
  const underWay = new Set<Promise<unknown>>()
  return {
    call(request) {
      const answer = callOnce(request, timeoutMs)
      underWay.add(answer)
      return answer.finally(() => underWay.delete(answer))
    },
    idle: async () => void (await Promise.all(underWay)),
  }
}

const callOnce = ({ method, url, headers = {}, body }: Request, timeoutMs: number): Promise<Answer | Failed> =>
  new Promise((done) => {
    const secure = url.protocol === 'https:'
    let reached = false
    let timedOut = false
    const fail = (error: NodeJS.ErrnoException) => {
      const code = error.code !== undefined && /^[A-Z_]{3,60}$/.test(error.code) ? ` (${error.code})` : ''
      done({ failed: timedOut ? 'timeout' : `${reached ? 'connection lost' : 'no connection'}${code}`, reached })
    }
    const request = (secure ? https : http).request(url, {
      method,
      // A connection that lay idle may be gone, and then nobody knows whether the request was read.
      agent: false,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
      ...(secure ? { minVersion: 'TLSv1.2', rejectUnauthorized: true } : {}),
    })
    const timer = setTimeout(() => {
      timedOut = true
      request.destroy(new Error('timeout'))
    }, timeoutMs)
    request.once('close', () => clearTimeout(timer))
    request.on('error', fail)
    request.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        reached = true
      })
    })
    request.once('response', (response) => {
      let text = ''
      const answer = () => done({ status: response.statusCode ?? 0, body: text })
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length <= MOST_BYTES) return
        answer()
        request.destroy()
      })
      response.once('end', answer)
      response.on('error', fail)
    })
    request.end(body)
  })
