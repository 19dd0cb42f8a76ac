/**
 * From the URL of a provider to what it is called with. The one place that decides on encryption: nothing leaves the machine
 * in cleartext. Which schemes there are is said in config.ts, which refuses what cannot work before anything is started.
 */
import { isIP } from 'node:net'

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1)$/

/** http or https of host and port, without user and query. `secure`: the scheme asks for TLS also on this machine. */
export function baseOf(url: URL, port: number | undefined, secure: boolean): URL {
  const bare = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  // Written out, so that no name server can make of localhost what it likes.
  const host = bare === 'localhost' && !secure ? '127.0.0.1' : bare
  const clear = !secure && LOOPBACK.test(host)
  const at = isIP(host) === 6 ? `[${host}]` : host
  const base = new URL(`${clear ? 'http' : 'https'}://${at}`)
  base.port = url.port || (port === undefined ? '' : String(port))
  return base
}

/** A parameter of the URL as it was written: a `+` of a number stays one. */
export function parameter(url: URL, name: string): string | undefined {
  const pairs = url.search.slice(1).split('&')
  const found = pairs.map((pair) => pair.split('=')).find(([key]) => key === name)
  return found?.[1] ? decodeURIComponent(found[1]) : undefined
}

/** User and password as they were before they were written into a URL. */
export const credentials = (url: URL): readonly [user: string, password: string] => [
  decodeURIComponent(url.username),
  decodeURIComponent(url.password),
]

export const basic = (url: URL): string => `Basic ${Buffer.from(credentials(url).join(':')).toString('base64')}`
