/** Requests that fetch would not send: another Host, odd methods, bytes that are no text, and lines that are no HTTP. */
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'

export type RawAnswer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string; readonly ms: number }

export async function raw(
  url: string,
  method: string,
  path: string,
  options: { readonly headers?: http.OutgoingHttpHeaders; readonly body?: string | Uint8Array } = {},
): Promise<RawAnswer> {
  const began = performance.now()
  const { hostname, port } = new URL(url)
  const request = http.request({ hostname, port, method, path, headers: options.headers ?? {}, agent: false })
  // The server may answer and close before it has read all of a body that is too long.
  request.on('error', () => undefined)
  request.end(options.body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  response.setEncoding('utf8')
  for await (const part of response) text += part
  return { status: response.statusCode ?? 0, headers: response.headers, text, ms: performance.now() - began }
}

/** Sends lines as they are; resolves with all that came back until the server closed. */
export async function lines(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = net.connect(Number(port), hostname)
  let said = ''
  socket.setEncoding('latin1').on('data', (part: string) => {
    said += part
  })
  socket.on('error', () => undefined)
  socket.write(text)
  await once(socket, 'close')
  return said
}
