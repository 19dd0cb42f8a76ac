/** A browser without a screen, for the demo: keeps cookies, sends its own origin, speaks JSON. What it asks for is each test's. */
import type { PublicLogin } from '#rules/login/shape.ts'

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }
type Problem = { readonly code?: string; readonly login?: PublicLogin }

export class Browser {
  readonly url: string
  readonly #cookies: Map<string, string>

  /** `like`: another tab of the same browser, perhaps at another server process. */
  constructor(url: string, like?: Browser) {
    this.url = url
    this.#cookies = like ? like.#cookies : new Map()
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        origin: this.url,
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/Max-Age=0/.test(line)) this.#cookies.delete(pair.slice(0, at))
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await answer.text()
    const json = /json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : { text } }
  }

  /** A step of the login; refused ones come with their code. */
  async step(path: string, body: unknown = {}, method = 'POST'): Promise<PublicLogin & Problem & Record<string, unknown>> {
    const { body: said } = await this.call(method, `/api/v1/logins${path}`, method === 'GET' ? undefined : body)
    return said as PublicLogin & Problem & Record<string, unknown>
  }

  session = (): Promise<Answer> => this.call('GET', '/api/v1/session')
}

/** The first factor of a type that is asked for. Throws when it is not. */
export function asked(login: PublicLogin, type: string): string {
  const { ask } = login
  const some = ask?.kind === 'answer' ? ask.factors : ask?.kind === 'prove-contact' ? ask.contacts : []
  const found = some.find((f) => f.type === type)
  if (!found) throw new Error(`${type} is not asked: ${JSON.stringify(login)}`)
  return found.id
}
