/** Names: the host that people type resolves, and the domain that mails come from says who may send for it (SPF, DMARC). */
import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import { type Config, isLoopback } from '#config.ts'

/** RFC 2606: never in the DNS. */
const RESERVED = /(?:^|\.)(?:invalid|test|example|localhost)$/
const PATIENCE_MS = 2000

export type Asked = {
  resolve4(name: string): Promise<string[]>
  resolve6(name: string): Promise<string[]>
  resolveTxt(name: string): Promise<string[][]>
}

export async function names({ url, mailFrom, smtp }: Config, dns: Asked = resolver()): Promise<readonly Finding[]> {
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1)
  const found = await Promise.all([host(url.hostname, dns), ...(smtp === undefined ? [] : [spf(domain, dns), dmarc(domain, dns)])])
  return found.flat()
}

export const resolver = (servers?: readonly string[]): Resolver => {
  const made = new Resolver({ timeout: PATIENCE_MS, tries: 1, maxTimeout: PATIENCE_MS })
  if (servers) made.setServers(servers)
  return made
}

/** A word instead of a question, where the answer is known. */
const skipped = (name: string): string | undefined => {
  if (isLoopback(name)) return `${name} is this machine`
  if (isIP(name.replace(/^\[(.*)\]$/, '$1'))) return `${name} is an address`
  return RESERVED.test(name) ? `${name} is a name that is never in the DNS` : undefined
}

async function host(name: string, dns: Asked): Promise<readonly Finding[]> {
  const skip = skipped(name)
  if (skip) return [ok('names', `${skip}: not asked for`)]
  const answers = await Promise.all([ask(dns.resolve4(name)), ask(dns.resolve6(name))])
  const addresses = answers.flatMap((answer) => (Array.isArray(answer) ? answer : []))
  if (addresses.length > 0) return [ok('names', `${name} is ${addresses.join(', ')}`)]
  if (answers.includes('silent')) return [silent(name)]
  return [bad('names', `${name}, the host of SALLYPORT_URL, has no address`, 'Nobody else can reach it. Add an A or AAAA record for it.')]
}

async function spf(domain: string, dns: Asked): Promise<readonly Finding[]> {
  const skip = skipped(domain)
  if (skip) return [note('names', `mails come from ${domain}`, 'Set SALLYPORT_MAIL_FROM to an address of your own domain.')]
  const records = await text(domain, dns, /^v=spf1(?: |$)/i)
  if (records === 'silent') return [silent(domain)]
  if (records.length === 1) return [ok('names', `${domain} has an SPF record`)]
  if (records.length > 1)
    return [bad('names', `${domain} has ${records.length} SPF records`, 'More than one counts as none. Join them into one TXT record.')]
  const todo = `Codes end up in spam folders. Add a TXT record at ${domain}: v=spf1 with what your mail server needs, then -all.`
  return [bad('names', `${domain} has no SPF record`, todo)]
}

/** At the domain itself or, as receivers look for it too, at the one above. */
async function dmarc(domain: string, dns: Asked): Promise<readonly Finding[]> {
  if (skipped(domain)) return []
  const above = domain.split('.').slice(1)
  for (const at of [domain, ...(above.length > 1 ? [above.join('.')] : [])]) {
    const records = await text(`_dmarc.${at}`, dns, /^v=DMARC1(?:;|$)/i)
    if (records === 'silent') return [silent(`_dmarc.${at}`)]
    if (records.length === 0) continue
    if (!/;\s*p=none\b/i.test(records[0] ?? '')) return [ok('names', `${at} has a DMARC policy`)]
    const todo = 'Forged mail in its name is delivered. Once the reports are clean, set p=quarantine or p=reject.'
    return [note('names', `the DMARC policy of ${at} only watches (p=none)`, todo)]
  }
  const todo = `Large mail services refuse or hide such mail. Add a TXT record at _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:…`
  return [bad('names', `${domain} has no DMARC policy`, todo)]
}

async function text(name: string, dns: Asked, like: RegExp): Promise<readonly string[] | 'silent'> {
  const answer = await ask(dns.resolveTxt(name))
  return Array.isArray(answer) ? answer.map((parts) => parts.join('')).filter((one) => like.test(one)) : answer === 'silent' ? 'silent' : []
}

const silent = (name: string): Finding =>
  note('names', `${name} could not be asked for`, 'No DNS server answered within two seconds. Ask again, or look at /etc/resolv.conf.')

async function ask<T>(question: Promise<T[]>): Promise<T[] | 'none' | 'silent'> {
  try {
    return await question
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'none' : 'silent'
  }
}
