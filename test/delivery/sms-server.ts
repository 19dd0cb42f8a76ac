/** For the tests of SMS: small HTTP servers that speak as Kannel, Twilio or any other service does, well or badly, and report as they do. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export const KINDS = ['kannel', 'twilio', 'http'] as const
export type Kind = (typeof KINDS)[number]
/** `answers as none does`: by the rules of HTTP, but with what no such provider ever says. */
export type Mode =
  | 'accepts'
  | 'refuses'
  | 'is busy'
  | 'locks us out'
  | 'silent'
  | 'takes, then falls silent'
  | 'cuts'
  | 'answers garbage'
  | 'answers as none does'
  | 'redirects'

/** What a provider was asked, read from its own way of being asked. */
export type Asked = {
  readonly to: string
  readonly text: string
  readonly from?: string | undefined
  readonly reportUrl?: string | undefined
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly fields: Readonly<Record<string, string>>
}

type Speech = {
  url(port: number): string
  read(path: URL, body: string): { fields: Record<string, string>; to: string; text: string; from?: string; reportUrl?: string }
  readonly answers: Readonly<
    Record<'accepts' | 'refuses' | 'is busy' | 'locks us out' | 'answers as none does', readonly [status: number, body: string]>
  >
  /** Whether this call only looks whether the provider is there, and what it is answered. */
  check(method: string, path: URL, known: boolean): readonly [number, string] | undefined
  report(url: string, arrived: boolean): readonly [url: string, init: RequestInit]
}

export const SID = 'AC0123456789abcdef0123456789abcdef'
const formOf = (text: string) => Object.fromEntries(new URLSearchParams(text))
const optional = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })

const SPEECH: Readonly<Record<Kind, Speech>> = {
  kannel: {
    url: (port) => `kannel://us%40er:p%3Ass%20w%C3%B6rd@127.0.0.1:${port}?from=Sallyport`,
    read(path) {
      const fields = formOf(path.search)
      const { to = '', text = '', from, 'dlr-url': url } = fields
      return { fields, to, text, ...optional('from', from), ...optional('reportUrl', url) }
    },
    answers: {
      accepts: [202, '0: Accepted for delivery'],
      refuses: [400, 'Number(s) has/have been denied by white- and/or black-lists.'],
      'is busy': [503, 'Temporal failure, try again later.'],
      'locks us out': [403, 'Authorization failed for sendsms'],
      'answers as none does': [200, '<html>Welcome to this network</html>'],
    },
    check: (_method, path, known) =>
      path.searchParams.has('to')
        ? undefined
        : known
          ? [400, 'Missing receiver number, rejected']
          : [403, 'Authorization failed for sendsms'],
    report: (url, arrived) => [url.replace('%d', arrived ? '1' : '2'), {}],
  },
  twilio: {
    url: (port) => `twilio://${SID}:to%2Fken@127.0.0.1:${port}?from=+4915735990000`,
    read(_path, body) {
      const fields = formOf(body)
      return {
        fields,
        to: fields['To'] ?? '',
        text: fields['Body'] ?? '',
        ...optional('from', fields['From']),
        ...optional('reportUrl', fields['StatusCallback']),
      }
    },
    answers: {
      accepts: [201, JSON.stringify({ sid: 'SM00000000000000000000000000000001', status: 'queued' })],
      refuses: [400, JSON.stringify({ code: 21211, message: 'The number +491713920018 is not valid', status: 400 })],
      'is busy': [429, JSON.stringify({ code: 20429, message: 'Too many requests' })],
      'locks us out': [401, JSON.stringify({ code: 20003, message: 'Authenticate' })],
      'answers as none does': [200, '<html>Welcome to this network</html>'],
    },
    check: (method, _path, known) => (method !== 'GET' ? undefined : known ? [200, '{"status":"active"}'] : [401, '{"code":20003}']),
    report: (url, arrived) => [
      url,
      {
        method: 'POST',
        body: new URLSearchParams({ MessageSid: 'SM1', MessageStatus: arrived ? 'delivered' : 'undelivered', ErrorCode: '30003' }),
      },
    ],
  },
  http: {
    url: (port) => `http://us%40er:p%3Ass@127.0.0.1:${port}/v1/send?key=7&from=Sallyport`,
    read(_path, body) {
      const fields = JSON.parse(body) as Record<string, string>
      return {
        fields,
        to: fields['to'] ?? '',
        text: fields['text'] ?? '',
        ...optional('from', fields['from']),
        ...optional('reportUrl', fields['reportUrl']),
      }
    },
    answers: {
      accepts: [202, ''],
      refuses: [422, 'no such number: +491713920018'],
      'is busy': [503, 'later'],
      'locks us out': [429, 'slower'],
      'answers as none does': [304, ''],
    },
    check: (method, _path, known) => (method !== 'HEAD' ? undefined : [known ? 405 : 401, '']),
    report: (url, arrived) => [
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status: arrived ? 'delivered' : 'undelivered' }),
      },
    ],
  },
}

export type SmsServer = Awaited<ReturnType<typeof smsServer>>

/** On a free port (or `port`); `state` may be changed while it runs. Silent ones let go when it is closed. */
export async function smsServer(kind: Kind, port = 0) {
  const speech = SPEECH[kind]
  const state: { mode: Mode; known: boolean } = { mode: 'accepts', known: true }
  const asked: Asked[] = []
  let connections = 0
  const server = http.createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const path = new URL(request.url ?? '/', 'http://provider')
    const { method = '', headers } = request
    const looked = speech.check(method, path, state.known)
    if (looked && state.mode !== 'silent') return void response.writeHead(looked[0]).end(looked[1])
    if (state.mode === 'silent') return
    asked.push({ method, path: path.pathname + path.search, headers, ...speech.read(path, Buffer.concat(parts).toString()) })
    if (state.mode === 'takes, then falls silent') return
    if (state.mode === 'cuts') return void request.socket.destroy()
    if (state.mode === 'answers garbage') return void request.socket.end('\u0000\u0001 this is not HTTP\r\n\r\n')
    if (state.mode === 'redirects') return void response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end()
    const [status, body] = speech.answers[state.mode]
    response.writeHead(status).end(body)
  })
  server.on('connection', () => connections++)
  await new Promise<void>((ok) => server.listen(port, '127.0.0.1', ok))
  const bound = (server.address() as AddressInfo).port
  return {
    kind,
    asked,
    state,
    port: bound,
    url: speech.url(bound),
    connections: () => connections,
    /** Tells the house what became of an SMS, as this kind of provider does. Returns the status of its answer. */
    async report(of: Asked | undefined, arrived: boolean): Promise<number> {
      const [url, init] = speech.report(of?.reportUrl ?? 'nobody was asked', arrived)
      return (await fetch(url, init)).status
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
