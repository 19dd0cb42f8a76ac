/**
 * From the URL of a mail server to the options of nodemailer. The one place that decides on encryption: nothing leaves the
 * machine in cleartext, and certificates are always checked. Connecting is smtp.ts.
 */
import { isIPv6 } from 'node:net'
import type { SMTPPoolOptions } from 'nodemailer'

export type SmtpOptions = SMTPPoolOptions & { pool: true; host: string; port: number }

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1)$/
/** 10 s to connect and be greeted. */
const CONNECT_MS = 10_000

/**
 * Reads `smtp://user:pass@host:port` (587 unless said otherwise; STARTTLS demanded except on loopback) or `smtps://…` (465,
 * TLS from the first byte). `timeoutMs` bounds a whole delivery. Throws an Error that names the fault, never the password.
 */
export function smtpOptions(url: string, timeoutMs = 30_000): SmtpOptions {
  if (!URL.canParse(url)) throw new Error('the mail server is not a URL; example: smtps://user:password@mail.example.com:465')
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(url)
  if (protocol !== 'smtp:' && protocol !== 'smtps:')
    throw new Error(`the mail server's URL starts with ${protocol}// instead of smtp:// or smtps://`)
  if (hostname === '') throw new Error('the URL of the mail server names no host')
  // nodemailer would read options from the query, also one that stops checking certificates
  if (!['', '/'].includes(pathname) || search !== '' || hash !== '') throw new Error('the URL of the mail server ends after host and port')
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  // written out, so that no name server can make of localhost what it likes
  const host = bare === 'localhost' ? '127.0.0.1' : bare
  const secure = protocol === 'smtps:'
  const cleartext = !secure && LOOPBACK.test(host)
  const connect = Math.min(CONNECT_MS, timeoutMs)
  return {
    pool: true,
    maxConnections: 4,
    // once: a connection that died while it lay idle; more would be a second queue beside the jobs
    maxRequeues: 1,
    idleTimeout: 60_000,
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !cleartext,
    // a local relay often offers STARTTLS with a certificate of its own making
    ignoreTLS: cleartext,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(bare === 'localhost' || isIPv6(bare) ? { servername: bare } : {}) },
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: connect,
    greetingTimeout: connect,
    dnsTimeout: connect,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
