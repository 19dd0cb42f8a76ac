/** The configuration beyond what readConfig refuses: what is set, what is assumed, and what is missing for real use. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import { type Config, isLoopback } from '#config.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 14
/** Networks with more addresses than this hold strangers, not proxies. */
const WIDE = { 4: 8, 6: 32 } as const

/** `now` in milliseconds. */
export function configuration(config: Config, now: number): readonly Finding[] {
  return [address(config), ...certificate(config, now), proxies(config), ...sender(config), ...logging(config)]
}

function address({ url }: Config): Finding {
  if (isLoopback(url.hostname))
    return note(
      'configuration',
      `the address is ${url.origin}`,
      'Only browsers on this machine can sign in. For real use set SALLYPORT_URL=https://login.example.com to the address people type.',
    )
  return ok('configuration', `the address is ${url.origin}`)
}

function certificate({ tls, url }: Config, now: number): readonly Finding[] {
  if (!tls) return []
  try {
    const cert = new X509Certificate(fs.readFileSync(tls.cert))
    if (!cert.checkPrivateKey(createPrivateKey(fs.readFileSync(tls.key))))
      return [bad('configuration', 'the TLS key is not the one of the certificate', `Set SALLYPORT_TLS_KEY to the key of ${tls.cert}.`)]
    const days = Math.floor((Date.parse(cert.validTo) - now) / DAY_MS)
    if (days < 0) return [bad('configuration', `the TLS certificate ended on ${cert.validTo}`, 'Renew it, then start serve again.')]
    if (!cert.checkHost(url.hostname))
      return [bad('configuration', `the TLS certificate is not for ${url.hostname}`, 'Get one for the host of SALLYPORT_URL.')]
    const what = `the TLS certificate ends in ${days} days`
    return [days < SOON_DAYS ? note('configuration', what, 'Renew it, then start serve again.') : ok('configuration', what)]
  } catch (error) {
    return [bad('configuration', `certificate and key cannot be read: ${reason(error)}`, 'Both must be PEM, and readable by Sallyport.')]
  }
}

const reason = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'not PEM')

/** Whether a proxy stands in front cannot be seen from here, so what is assumed is said. */
function proxies({ trustedProxies, tls, url }: Config): Finding {
  const wide = trustedProxies.find((one) => {
    const [at = '', bits] = one.split('/')
    return bits !== undefined && Number(bits) < WIDE[at.includes(':') ? 6 : 4]
  })
  if (wide)
    return bad(
      'configuration',
      `SALLYPORT_TRUSTED_PROXIES has ${wide}, which is half the world`,
      'Anybody there can claim any address. Name only the addresses of your proxies.',
    )
  if (trustedProxies.length > 0) return ok('configuration', `proxies whose word on addresses is taken: ${trustedProxies.join(', ')}`)
  if (tls || isLoopback(url.hostname))
    return ok('configuration', 'no trusted proxies: callers are taken to come from where they connect from')
  return note(
    'configuration',
    'no trusted proxies, and no certificate of its own: a proxy must end TLS, and everybody seems to come from it',
    'Limits per address then count all people as one, or nobody where the proxy is on this machine. Set SALLYPORT_TRUSTED_PROXIES to its address, for instance 127.0.0.1.',
  )
}

function sender({ smtp, mailFrom }: Config): readonly Finding[] {
  if (smtp === undefined || !mailFrom.endsWith('.invalid')) return []
  return [bad('configuration', `mails would come from ${mailFrom}`, 'Set SALLYPORT_MAIL_FROM to an address of your own domain.')]
}

function logging({ logLevel }: Config): readonly Finding[] {
  if (logLevel !== 'silent') return []
  return [note('configuration', 'SALLYPORT_LOG is silent', 'Failures of the database and of mail are then told to nobody.')]
}
