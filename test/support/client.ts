/** A browser without pages: fetch with a cookie jar, JSON in and out, and the CSRF token of its session. */
import { Secret, TOTP } from 'otpauth'

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Headers }
// What an API answers is looked at field by field; a missing one fails the test that reads it.
export type Json = { readonly [key: string]: Json } & { readonly length?: number } & (string | number | boolean | unknown)

export class Client {
  readonly cookies = new Map<string, string>()
  readonly base: string
  csrf: string | undefined
  /** Each browser stands at an address of its own: what one of them does wrong holds up no other. */
  address = nextAddress()
  constructor(url: string, cookies?: ReadonlyMap<string, string>) {
    this.base = `${url}/api/v1`
    for (const [name, value] of cookies ?? []) this.cookies.set(name, value)
  }

  async call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie ? { cookie } : {}),
        ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}),
        'x-forwarded-for': this.address,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Json, headers: response.headers }
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body: unknown = {}) => this.call('POST', path, body)
  delete = (path: string) => this.call('DELETE', path)
  start = (username: string, password: string) => this.post('/logins', { username, password })
  answer = (factor: string, code: string) => this.post('/logins/current/answer', { factor, code })

  /** Reads the session and keeps its CSRF token for changing calls. */
  async session(): Promise<Answer> {
    const answer = await this.get('/session')
    if (answer.status === 200) this.csrf = String(answer.body['csrf'])
    return answer
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (/Max-Age=0\b/.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

let addresses = 0
/** From the networks that are kept for measuring (RFC 2544): 198.18.0.0/15. */
function nextAddress(): string {
  const n = ++addresses
  return `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`
}

/** The passcode of a base32 secret at a moment in milliseconds. */
export const passcode = (secret: string, at: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })

/** The only six-digit number of a message. */
export const codeIn = (text: string): string => /^\d{6}$/m.exec(text)?.[0] ?? ''

/** The code of an SMS, as a phone offers it: by its last line, which names the host it is for. */
export const codeInSms = (text: string): string => /\n@\S+ #(\d{6})$/.exec(text)?.[1] ?? ''
