/** The only reader of the environment. Refuses what it does not know or what contradicts itself, and says the line to change. Frozen. */
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'

export class ConfigError extends Error {}

export type Config = {
  readonly url: URL
  readonly host: string | undefined
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly ownerUrl: string | undefined
  readonly keysFile: string
  readonly smtp: string | undefined
  readonly mailFrom: string
  /** Ways to send SMS, the first one first: `kannel://`, `twilio://`, `https://`. What each means is delivery/sms. */
  readonly sms: readonly URL[]
  /** Addresses and networks (CIDR) of proxies whose word on where a call came from is taken. */
  readonly trustedProxies: readonly string[]
  /** Paths of certificate and key, as PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly logLevel: string
}

const KNOWN = ['URL', 'DATA_DIR', 'KEYS', 'SMTP', 'MAIL_FROM', 'SMS', 'TRUSTED_PROXIES', 'TLS_CERT', 'TLS_KEY', 'LOG'].map(
  (n) => `SALLYPORT_${n}`,
)
/** What else is read. Set but empty, each would mean something nobody wrote: an empty HOST, every address of the machine. */
const OTHERS = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'HOST', 'PORT']
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const LATER = ['SALLYPORT_OPERATOR_URL']

type Env = Readonly<Record<string, string | undefined>>

export const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname)

/** The whole environment, or a ConfigError that names the variable. `demo` takes only PORT and SALLYPORT_DATA_DIR. */
export function readConfig(env: Env = process.env, demo = false): Config {
  refuseUnknown(env, demo)
  const port = readPort(env['PORT'])
  const tls = readTls(env)
  const url = readUrl(env['SALLYPORT_URL'] ?? `http://localhost:${port}`, tls !== undefined)
  const dataDir = path.resolve(env['SALLYPORT_DATA_DIR'] ?? (demo ? 'data/demo' : 'data'))
  const databaseUrl = postgresUrl('DATABASE_URL', env['DATABASE_URL'])
  const keys = env['SALLYPORT_KEYS']
  if (databaseUrl && !keys)
    throw new ConfigError(
      'DATABASE_URL is set, but SALLYPORT_KEYS is not. Set SALLYPORT_KEYS to the path of the key file, outside the database.',
    )
  if (!databaseUrl && env['DATABASE_OWNER_URL'] !== undefined)
    throw new ConfigError('DATABASE_OWNER_URL is set, but DATABASE_URL is not. Set DATABASE_URL too, or remove DATABASE_OWNER_URL.')
  return Object.freeze({
    url,
    host: env['HOST'],
    port,
    dataDir,
    databaseUrl,
    ownerUrl: postgresUrl('DATABASE_OWNER_URL', env['DATABASE_OWNER_URL']),
    keysFile: path.resolve(keys ?? path.join(dataDir, 'keys.json')),
    smtp: readSmtp(env['SALLYPORT_SMTP']),
    mailFrom: readMailFrom(env['SALLYPORT_MAIL_FROM']) ?? `sign-in@${url.hostname === 'localhost' ? 'sallyport.invalid' : url.hostname}`,
    sms: readSms(env['SALLYPORT_SMS']),
    trustedProxies: readProxies(env['SALLYPORT_TRUSTED_PROXIES']),
    tls,
    logLevel: readLogLevel(env['SALLYPORT_LOG'] ?? 'info'),
  })
}

function refuseUnknown(env: Env, demo: boolean): void {
  for (const name of [...KNOWN, ...OTHERS]) if (env[name] === '') throw new ConfigError(`${name} is empty. Set it, or remove it.`)
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SALLYPORT_') || env[name] === undefined) continue
    if (LATER.includes(name)) throw new ConfigError(`${name} is not supported yet by this version. Remove it.`)
    if (!KNOWN.includes(name)) throw new ConfigError(`${name} is not known. Known are: ${KNOWN.join(', ')}.`)
  }
  if (!demo) return
  for (const name of [
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
    'SALLYPORT_URL',
    'SALLYPORT_SMTP',
    'SALLYPORT_SMS',
    'SALLYPORT_TRUSTED_PROXIES',
    'SALLYPORT_KEYS',
    'SALLYPORT_TLS_CERT',
    'SALLYPORT_TLS_KEY',
  ])
    if (env[name] !== undefined)
      throw new ConfigError(`The demo keeps to itself and takes no ${name}. Remove it, or run: npx sallyport serve`)
  if (env['HOST'] !== undefined && !isLoopback(env['HOST']))
    throw new ConfigError(`The demo answers on this machine only. Remove HOST=${env['HOST']}.`)
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 4000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new ConfigError(`PORT=${text} is not a port. Set it to a number from 1 to 65535.`)
  return port
}

function readUrl(text: string, tls: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigError(`SALLYPORT_URL=${text} is no address. Example: https://login.example.com`)
  if (url.pathname !== '/' || url.search || url.hash || url.username)
    throw new ConfigError('SALLYPORT_URL has more than a host. Set it to the origin alone, without a path.')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new ConfigError(`SALLYPORT_URL=${text} is not https. Only localhost may be http: browsers keep the cookies of other hosts back.`)
  if (tls && url.protocol === 'http:')
    throw new ConfigError('SALLYPORT_TLS_CERT is set, but SALLYPORT_URL is http. Set SALLYPORT_URL to https.')
  return url
}

function readTls(env: Env): Config['tls'] {
  const [cert, key] = [env['SALLYPORT_TLS_CERT'], env['SALLYPORT_TLS_KEY']]
  if (!cert && !key) return undefined
  if (!cert || !key) throw new ConfigError(`SALLYPORT_TLS_${cert ? 'KEY' : 'CERT'} is missing: certificate and key come together.`)
  for (const file of [cert, key])
    if (!fs.existsSync(file)) throw new ConfigError(`The file ${file} (SALLYPORT_TLS_CERT or SALLYPORT_TLS_KEY) is not there.`)
  return { cert, key }
}

function postgresUrl(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol))
    throw new ConfigError(
      `${name} is no PostgreSQL address. Example: postgresql://sallyport_app@db.example.com/sallyport?sslmode=verify-full`,
    )
  const secure = ['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '')
  if (!isLoopback(url.hostname) && url.hostname !== '' && !secure)
    throw new ConfigError(`${name} would go to ${url.hostname} in clear. Add ?sslmode=verify-full to it.`)
  return text
}

function readSmtp(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new ConfigError('SALLYPORT_SMTP is no mail server. Example: smtp://user:password@mail.example.com:587')
  if (!['', '/'].includes(url.pathname) || url.search || url.hash)
    throw new ConfigError('SALLYPORT_SMTP has more than user, host and port. Example: smtp://user:password@mail.example.com:587')
  return text
}

function readMailFrom(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/.test(text))
    throw new ConfigError('SALLYPORT_MAIL_FROM is no mail address. Example: sign-in@example.com')
  return text
}

const SMS_EXAMPLE = 'kannel://user:password@localhost:13013?from=Sallyport'
/** A number, or a name of up to eleven letters as networks allow it. */
const SMS_FROM = /^(?:\+?\d{3,15}|[A-Za-z0-9 ]{1,11})$/

/** One address or several, separated by spaces or commas, the first one first. No refusal repeats what may hold a password. */
function readSms(text: string | undefined): readonly URL[] {
  const addresses = (text ?? '').split(/[\s,]+/).filter(Boolean)
  if (text !== undefined && addresses.length === 0) throw new ConfigError(`SALLYPORT_SMS names no way to send SMS. Example: ${SMS_EXAMPLE}`)
  return addresses.map((one) => {
    const url = URL.canParse(one) ? new URL(one) : undefined
    if (!url || !/^(?:kannels?|twilio|https?):$/.test(url.protocol) || url.hostname === '' || !decodes(url))
      throw new ConfigError(`SALLYPORT_SMS has something that is no way to send SMS. Example: ${SMS_EXAMPLE}`)
    // In clear only on this machine; what twilio:// means elsewhere is https.
    if (/^(?:kannel|http):$/.test(url.protocol) && !isLoopback(url.hostname))
      throw new ConfigError(`SALLYPORT_SMS would go to ${url.hostname} in clear. Use ${url.protocol.replace(':', 's:')}// there.`)
    if (!url.protocol.startsWith('http')) refuseGateway(url)
    return url
  })
}

function refuseGateway({ protocol, username, password, pathname, search, hash }: URL): void {
  const twilio = protocol === 'twilio:'
  const refuse = (what: string): never => {
    const example = twilio ? 'twilio://AC…:token@api.twilio.com?from=+49…' : SMS_EXAMPLE
    throw new ConfigError(`SALLYPORT_SMS: ${protocol}// ${what}. Example: ${example}`)
  }
  const given = search.slice(1).split('&').filter(Boolean)
  const [name = '', value = ''] = given[0]?.split('=') ?? []
  const known = twilio ? ['from', 'service'] : ['from']
  if (username === '' || password === '') refuse('has no user or no password')
  if (!['', '/'].includes(pathname) || hash || given.length > 1 || (given[0] && !known.includes(name)))
    refuse(`takes user, password, host, port and ${known.join(' or ')}`)
  if (twilio && value === '') refuse('needs from or service')
  if (name === 'from' && !SMS_FROM.test(decodeURIComponent(value)))
    refuse('has a sender that is neither a number nor a name of up to eleven letters and digits')
}

/** Whether everything that is written with % can be read. */
function decodes({ username, password, search }: URL): boolean {
  try {
    return [username, password, search].every((text) => decodeURIComponent(text) !== undefined)
  } catch {
    return false
  }
}

/** Addresses or networks, separated by commas: `10.0.0.0/8, ::1`. */
function readProxies(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((one) => {
      const [address = '', bits, more] = one.split('/')
      const most = net.isIPv4(address) ? 32 : net.isIPv6(address) ? 128 : -1
      if (most < 0 || more !== undefined || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)))
        throw new ConfigError(`SALLYPORT_TRUSTED_PROXIES: ${one} is no address or network. Example: 10.0.0.0/8, 127.0.0.1`)
      return one
    })
}

function readLogLevel(text: string): string {
  if (!LOG_LEVELS.includes(text)) throw new ConfigError(`SALLYPORT_LOG=${text} is no level. Set it to one of: ${LOG_LEVELS.join(', ')}.`)
  return text
}
