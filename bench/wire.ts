/**
 * One keep-alive connection that speaks just enough HTTP/1.1 to ask our own servers. It stands beside node:http because a
 * generator that costs as much as the server would measure itself: every floor and every ratio would look better than it is.
 */
import net from 'node:net'

export type Reply = { readonly status: number; readonly head: string; readonly body: string }

const HEAD_END = '\r\n\r\n'

export class Wire {
  readonly #socket: net.Socket
  #heard = ''
  #waiting: { ok: (reply: Reply) => void; no: (error: Error) => void } | undefined

  constructor(port: number) {
    this.#socket = net.connect({ port, host: 'localhost', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (text: string) => this.#hear(text))
    this.#socket.on('error', (error) => this.#waiting?.no(error))
    this.#socket.on('close', () => this.#waiting?.no(new Error('the server closed the connection')))
  }

  /** One at a time. `text`: the whole request. */
  send(text: string): Promise<Reply> {
    return new Promise((ok, no) => {
      this.#waiting = { ok, no }
      this.#socket.write(text, 'latin1')
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #hear(text: string): void {
    this.#heard = this.#heard === '' ? text : this.#heard + text
    const at = this.#heard.indexOf(HEAD_END)
    if (at < 0) return
    const head = this.#heard.slice(0, at)
    const body = bodyOf(head, this.#heard.slice(at + HEAD_END.length))
    if (body === undefined) return
    this.#heard = ''
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.ok({ status: Number(head.slice(9, 12)), head, body })
  }
}

/** Undefined while it is not all there. Bytes are counted as latin1 characters. */
function bodyOf(head: string, rest: string): string | undefined {
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return rest.length >= Number(length) ? rest : undefined
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return ''
  if (!rest.endsWith(`0${HEAD_END}`)) return undefined
  let body = ''
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at)
    const size = Number.parseInt(rest.slice(at, end), 16)
    if (!(size > 0)) return body
    body += rest.slice(end + 2, end + 2 + size)
    at = end + 4 + size
  }
}

/** A request as text. `port` makes the Host header; `cookie` may be empty. */
export function request(port: number, method: string, path: string, cookie = '', body?: object): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${text.length}\r\n`
  const jar = cookie === '' ? '' : `cookie: ${cookie}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nuser-agent: bench\r\n${jar}${type}\r\n${text}`
}
