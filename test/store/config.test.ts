/** Configuration: what is understood, and every refusal with the sentence that names the line to change. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '#config.ts'
import { folder } from '../embedded/folders.ts'

const EXAMPLE = 'postgresql://sallyport_app@db.example.com/sallyport'
const SERVER = { DATABASE_URL: `${EXAMPLE}?sslmode=verify-full`, SALLYPORT_KEYS: '/etc/sallyport/keys.json' }
const here = import.meta.filename

test('nothing set: an embedded database in ./data, on this machine only', () => {
  const config = readConfig({})
  expect(config).toEqual({
    url: new URL('http://localhost:4000'),
    host: undefined,
    port: 4000,
    dataDir: path.resolve('data'),
    databaseUrl: undefined,
    ownerUrl: undefined,
    keysFile: path.resolve('data/keys.json'),
    smtp: undefined,
    mailFrom: 'sign-in@sallyport.invalid',
    sms: [],
    trustedProxies: [],
    tls: undefined,
    logLevel: 'info',
  })
  expect(Object.isFrozen(config)).toBe(true)
  expect(readConfig({}, true).dataDir).toBe(path.resolve('data/demo'))
})

test('everything set', () => {
  const all = {
    ...SERVER,
    DATABASE_OWNER_URL: 'postgres://owner@localhost/sallyport',
    SALLYPORT_URL: 'https://login.example.com',
    SALLYPORT_DATA_DIR: '/var/lib/sallyport-data',
    SALLYPORT_SMTP: 'smtps://user:secret@mail.example.com:465',
    SALLYPORT_MAIL_FROM: 'door@example.com',
    SALLYPORT_SMS: 'kannel://user:secret@localhost:13013?from=Sallyport, https://user:secret@sms.example.com/send?key=7',
    SALLYPORT_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    SALLYPORT_TLS_CERT: here,
    SALLYPORT_TLS_KEY: here,
    SALLYPORT_LOG: 'warn',
    HOST: '0.0.0.0',
    PORT: '443',
    UNRELATED: 'is left alone',
  }
  expect(readConfig(all)).toMatchObject({
    port: 443,
    host: '0.0.0.0',
    databaseUrl: all.DATABASE_URL,
    ownerUrl: all.DATABASE_OWNER_URL,
    keysFile: all.SALLYPORT_KEYS,
    smtp: all.SALLYPORT_SMTP,
    mailFrom: 'door@example.com',
    sms: all.SALLYPORT_SMS.split(', ').map((one) => new URL(one)),
    trustedProxies: ['10.0.0.0/8', '::1'],
    tls: { cert: here, key: here },
    logLevel: 'warn',
  })
  expect(readConfig({ SALLYPORT_URL: 'https://login.example.com' }).mailFrom).toBe('sign-in@login.example.com')
  expect(readConfig({ SALLYPORT_URL: 'http://127.0.0.1:5000' }).url.origin).toBe('http://127.0.0.1:5000')
})

const REFUSED: readonly (readonly [env: Readonly<Record<string, string>>, sentence: string | RegExp])[] = [
  [{ SALLYPORT_DATADIR: 'x' }, /^SALLYPORT_DATADIR is not known\. Known are: SALLYPORT_URL, .*SALLYPORT_DATA_DIR/],
  [{ SALLYPORT_PASSWORD: 'x' }, /^SALLYPORT_PASSWORD is not known\./],
  [{ SALLYPORT_OPERATOR_URL: 'x' }, 'SALLYPORT_OPERATOR_URL is not supported yet by this version. Remove it.'],
  ...[
    'x',
    'kanel://a:b@localhost',
    'mailto:a@b.example',
    'kannel://',
    'https://',
    'kannel://a:%ff@localhost',
    'kannel://a:b@localhost, x',
  ].map(
    (SALLYPORT_SMS) =>
      [
        { SALLYPORT_SMS },
        'SALLYPORT_SMS has something that is no way to send SMS. Example: kannel://user:password@localhost:13013?from=Sallyport',
      ] as const,
  ),
  [{ SALLYPORT_SMS: ' , ' }, /^SALLYPORT_SMS names no way to send SMS\. Example: kannel:/],
  ...['kannel', 'http'].map(
    (scheme) =>
      [
        { SALLYPORT_SMS: `${scheme}://user:secret@sms.example.com/` },
        `SALLYPORT_SMS would go to sms.example.com in clear. Use ${scheme}s:// there.`,
      ] as const,
  ),
  ...['kannel://localhost', 'kannels://user@sms.example.com', 'twilio://AC1@api.twilio.com?from=+4915735990000'].map(
    (SALLYPORT_SMS) =>
      [{ SALLYPORT_SMS }, /^SALLYPORT_SMS: (?:kannels?|twilio):\/\/ has no user or no password\. Example: (?:kannel|twilio):/] as const,
  ),
  ...[
    'kannel://a:b@localhost?form=Acme',
    'kannel://a:b@localhost/cgi-bin/sendsms',
    'kannel://a:b@localhost?from=A&to=1',
    'kannel://a:b@localhost#c',
  ].map(
    (SALLYPORT_SMS) =>
      [{ SALLYPORT_SMS }, /^SALLYPORT_SMS: kannel:\/\/ takes user, password, host, port and from\. Example: kannel:/] as const,
  ),
  ...['', '?from=', '?service='].map(
    (query) =>
      [
        { SALLYPORT_SMS: `twilio://AC1:t@api.twilio.com${query}` },
        /^SALLYPORT_SMS: twilio:\/\/ needs from or service\. Example: twilio:/,
      ] as const,
  ),
  ...['Nordlicht%20Versand', '+49%20157', '+12', 'S%C3%A4lly'].map(
    (from) =>
      [
        { SALLYPORT_SMS: `kannel://a:b@localhost?from=${from}` },
        /^SALLYPORT_SMS: kannel:\/\/ has a sender that is neither a number nor a name of up to eleven letters and digits\./,
      ] as const,
  ),
  ...[
    'x',
    'proxy.example.com',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '::1/129',
    '::g',
    '10.0.0.1:80',
  ].map(
    (one) =>
      [
        { SALLYPORT_TRUSTED_PROXIES: `127.0.0.1, ${one}` },
        `SALLYPORT_TRUSTED_PROXIES: ${one} is no address or network. Example: 10.0.0.0/8, 127.0.0.1`,
      ] as const,
  ),
  ...['0', '-1', '65536', '40.5', 'http', '4000 4001', 'NaN', 'Infinity'].map(
    (PORT) => [{ PORT }, `PORT=${PORT} is not a port. Set it to a number from 1 to 65535.`] as const,
  ),
  ...['login.example.com', 'ftp://login.example.com', 'javascript:alert(1)', '//login.example.com'].map(
    (SALLYPORT_URL) => [{ SALLYPORT_URL }, `SALLYPORT_URL=${SALLYPORT_URL} is no address. Example: https://login.example.com`] as const,
  ),
  ...['https://a.example/login', 'https://a.example/?a=b', 'https://a.example/#a', 'https://user@a.example'].map(
    (SALLYPORT_URL) => [{ SALLYPORT_URL }, 'SALLYPORT_URL has more than a host. Set it to the origin alone, without a path.'] as const,
  ),
  ...['http://login.example.com', 'http://localhost.example.com', 'http://0.0.0.0:4000', 'http://192.168.0.2'].map(
    (SALLYPORT_URL) =>
      [
        { SALLYPORT_URL },
        `SALLYPORT_URL=${SALLYPORT_URL} is not https. Only localhost may be http: browsers keep the cookies of other hosts back.`,
      ] as const,
  ),
  [{ SALLYPORT_TLS_CERT: here }, 'SALLYPORT_TLS_KEY is missing: certificate and key come together.'],
  [{ SALLYPORT_TLS_KEY: here }, 'SALLYPORT_TLS_CERT is missing: certificate and key come together.'],
  [
    { SALLYPORT_TLS_CERT: here, SALLYPORT_TLS_KEY: '/nowhere/key.pem' },
    'The file /nowhere/key.pem (SALLYPORT_TLS_CERT or SALLYPORT_TLS_KEY) is not there.',
  ],
  [
    { SALLYPORT_TLS_CERT: here, SALLYPORT_TLS_KEY: here },
    'SALLYPORT_TLS_CERT is set, but SALLYPORT_URL is http. Set SALLYPORT_URL to https.',
  ],
  [
    { DATABASE_URL: SERVER.DATABASE_URL },
    'DATABASE_URL is set, but SALLYPORT_KEYS is not. Set SALLYPORT_KEYS to the path of the key file, outside the database.',
  ],
  [
    { DATABASE_OWNER_URL: SERVER.DATABASE_URL },
    'DATABASE_OWNER_URL is set, but DATABASE_URL is not. Set DATABASE_URL too, or remove DATABASE_OWNER_URL.',
  ],
  ...['mysql://localhost/x', 'db.example.com', 'https://db.example.com'].map(
    (url) => [{ ...SERVER, DATABASE_URL: url }, /^DATABASE_URL is no PostgreSQL address\. Example: postgresql:\/\/sallyport_app@/] as const,
  ),
  ...['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=allow'].map(
    (mode) =>
      [
        { ...SERVER, DATABASE_URL: EXAMPLE + mode },
        'DATABASE_URL would go to db.example.com in clear. Add ?sslmode=verify-full to it.',
      ] as const,
  ),
  [{ ...SERVER, DATABASE_OWNER_URL: EXAMPLE }, 'DATABASE_OWNER_URL would go to db.example.com in clear. Add ?sslmode=verify-full to it.'],
  ...['mail.example.com', 'http://mail.example.com', 'smpt://mail.example.com'].map(
    (SALLYPORT_SMTP) =>
      [{ SALLYPORT_SMTP }, 'SALLYPORT_SMTP is no mail server. Example: smtp://user:password@mail.example.com:587'] as const,
  ),
  ...['smtp://mail.example.com/x', 'smtp://mail.example.com?tls=none', 'smtp://mail.example.com#a'].map(
    (SALLYPORT_SMTP) =>
      [{ SALLYPORT_SMTP }, 'SALLYPORT_SMTP has more than user, host and port. Example: smtp://user:password@mail.example.com:587'] as const,
  ),
  ...['nobody', 'door@', 'door@example.com\r\nBcc: all@example.com', 'Door <door@example.com>'].map(
    (SALLYPORT_MAIL_FROM) => [{ SALLYPORT_MAIL_FROM }, 'SALLYPORT_MAIL_FROM is no mail address. Example: sign-in@example.com'] as const,
  ),
  ...['loud', 'INFO', 'silent '].map(
    (SALLYPORT_LOG) =>
      [
        { SALLYPORT_LOG },
        `SALLYPORT_LOG=${SALLYPORT_LOG} is no level. Set it to one of: fatal, error, warn, info, debug, trace, silent.`,
      ] as const,
  ),
  ...[
    'SALLYPORT_DATA_DIR',
    'SALLYPORT_KEYS',
    'SALLYPORT_URL',
    'SALLYPORT_TLS_CERT',
    'SALLYPORT_SMTP',
    'SALLYPORT_SMS',
    'SALLYPORT_TRUSTED_PROXIES',
    'HOST',
    'PORT',
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
  ].map((name) => [{ [name]: '' }, `${name} is empty. Set it, or remove it.`] as const),
]

test.each(REFUSED)('%j is refused: %s', (env, sentence) => {
  const read = () => readConfig(env)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(sentence instanceof RegExp ? sentence : new RegExp(`^${RegExp.escape(sentence)}$`))
})

test('a refusal never repeats what may hold a password', () => {
  for (const env of [
    { ...SERVER, DATABASE_URL: 'postgresql://app:hunter2@db.example.com/x' },
    { ...SERVER, DATABASE_URL: 'mysql://app:hunter2@db.example.com/x' },
    { SALLYPORT_SMTP: 'http://user:hunter2@mail.example.com' },
    { SALLYPORT_SMS: 'kanel://user:hunter2@sms.example.com' },
    { SALLYPORT_SMS: 'kannel://user:hunter2@sms.example.com' },
    { SALLYPORT_SMS: 'kannel://user:hunter2@localhost/path' },
    { SALLYPORT_SMS: 'kannel://hunter2@localhost' },
    { SALLYPORT_SMS: 'twilio://AC1:hunter2@api.twilio.com' },
    { SALLYPORT_SMS: 'kannel://user:hunter2@localhost?from=hunter2%21%21' },
    { SALLYPORT_URL: 'https://user:hunter2@login.example.com' },
    { SALLYPORT_URL: 'http://user:hunter2@login.example.com/' },
  ])
    expect(() => readConfig(env)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
})

test.each([
  ...Object.keys({
    ...SERVER,
    DATABASE_OWNER_URL: '',
    SALLYPORT_URL: '',
    SALLYPORT_SMTP: '',
    SALLYPORT_SMS: '',
    SALLYPORT_TRUSTED_PROXIES: '',
    SALLYPORT_TLS_CERT: '',
    SALLYPORT_TLS_KEY: '',
  }),
])('[promise 16] the demo takes no %s', (name) => {
  const value = { SALLYPORT_URL: 'http://localhost:4000', SALLYPORT_SMTP: 'smtp://localhost', DATABASE_URL: EXAMPLE }[name] ?? here
  expect(() => readConfig({ [name]: value }, true)).toThrow(
    `The demo keeps to itself and takes no ${name}. Remove it, or run: npx sallyport serve`,
  )
})

test('[promise 16] the demo answers on this machine only', () => {
  for (const HOST of ['0.0.0.0', '::', '192.168.0.2', 'demo.example.com', 'localhost.example.com'])
    expect(() => readConfig({ HOST }, true)).toThrow(`The demo answers on this machine only. Remove HOST=${HOST}.`)
  for (const HOST of ['localhost', '127.0.0.1', '::1']) expect(readConfig({ HOST }, true).host).toBe(HOST)
})

test('the environment is read in config.ts and nowhere else', () => {
  const src = path.join(import.meta.dirname, '../../src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  const reading = files.filter((f) => /process\.env|process\[['"]env|from 'node:process'/.test(readFileSync(path.join(src, f), 'utf8')))
  expect(reading).toEqual(['config.ts'])
  const asked = readFileSync(path.join(src, 'config.ts'), 'utf8').match(/env\['\w+'\]/g) ?? []
  expect([...new Set(asked)].sort()).toEqual(
    [
      'DATABASE_OWNER_URL',
      'DATABASE_URL',
      'HOST',
      'PORT',
      ...['DATA_DIR', 'KEYS', 'LOG', 'MAIL_FROM', 'SMS', 'SMTP', 'TLS_CERT', 'TLS_KEY', 'TRUSTED_PROXIES', 'URL'].map(
        (n) => `SALLYPORT_${n}`,
      ),
    ].map((n) => `env['${n}']`),
  )
})

test('ways to send SMS in their order, by spaces or commas; a number keeps its plus', () => {
  const all = `twilio://AC1:t@api.twilio.com?from=+4915735990000  twilio://AC1:t@api.twilio.com?service=MG1,kannels://a:b@sms.example.com
    http://127.0.0.1:8080/send`
  const { sms } = readConfig({ SALLYPORT_SMS: all })
  expect(sms.map((url) => `${url.protocol}//${url.hostname}${url.search}`)).toEqual([
    'twilio://api.twilio.com?from=+4915735990000',
    'twilio://api.twilio.com?service=MG1',
    'kannels://sms.example.com',
    'http://127.0.0.1',
  ])
})

test.each(['10.0.0.0/8', '127.0.0.1', '::1', '2001:db8::/32', '192.168.1.1/32'])('%s is an address or a network of proxies', (one) =>
  expect(readConfig({ SALLYPORT_TRUSTED_PROXIES: one }).trustedProxies).toEqual([one]),
)

test('certificate and key that are there', () => {
  const file = path.join(folder(), 'a.pem')
  writeFileSync(file, '')
  const env = { SALLYPORT_TLS_CERT: file, SALLYPORT_TLS_KEY: file, SALLYPORT_URL: 'https://localhost:4000' }
  expect(readConfig(env).tls).toEqual({ cert: file, key: file })
})
