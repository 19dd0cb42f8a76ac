/** Listens: with TLS or without, and on this machine under every name it has for itself, since `localhost` is two addresses. */
import http from 'node:http'
import https from 'node:https'

export type Address = {
  /** An address to listen on, `loopback` for 127.0.0.1 and ::1, or undefined for every address. */
  readonly host: string | undefined
  readonly port: number
  /** Certificate and key as PEM, where no proxy in front ends TLS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
}

export type Listening = { close(): void; closeNow(): void }

const LIMITS = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 }

/** Resolves when all addresses listen. A machine without IPv6 does without ::1; any other failure is thrown. */
export async function openDoors(listener: http.RequestListener, { host, port, tls }: Address): Promise<Listening> {
  const servers: http.Server[] = []
  const close = () => {
    for (const server of servers) {
      server.close()
      server.closeIdleConnections()
    }
  }
  for (const name of host === 'loopback' ? ['127.0.0.1', '::1'] : [host]) {
    const server = tls ? https.createServer({ ...LIMITS, ...tls, minVersion: 'TLSv1.2' }, listener) : http.createServer(LIMITS, listener)
    try {
      await listen(server, name, port)
      servers.push(server)
    } catch (error) {
      if (name === '::1' && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(String(error))) continue
      close()
      throw error
    }
  }
  return {
    close,
    closeNow: () => {
      for (const server of servers) server.closeAllConnections()
    },
  }
}

const listen = (server: http.Server, host: string | undefined, port: number) =>
  new Promise<void>((ok, no) => {
    server.once('error', no)
    server.listen({ port, ...(host ? { host } : {}) }, () => {
      server.off('error', no)
      ok()
    })
  })
