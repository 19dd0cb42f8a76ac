/**
 * Mail by SMTP: a pool of connections to one server, a bound on every delivery and a breaker for when it is away. Tries a
 * mail once; trying again while it is worth it is up to the jobs. Encryption is smtp-options.ts, errors are smtp-failure.ts.
 */
import { createTransport } from 'nodemailer'
import { openBreaker } from '../breaker.ts'
import { breaksOut } from './line.ts'
import { failureOf } from './smtp-failure.ts'
import { smtpOptions } from './smtp-options.ts'
import type { Mail, MailTransport, Outcome } from './transport.ts'

/** One plain address: no name, no list, no comment, nothing quoted. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/u

/** Tells automatic answers to stay quiet (RFC 3834, and Exchange's way of saying it). */
const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

const isAddress = (text: string): boolean => ADDRESS.test(text) && !breaksOut(text) && text.length <= 254

/** Readers decode what looks like an encoded word wherever it stands, so a name must not look like one. */
const asWords = (header: string): string => header.replaceAll('=?', '= ?')

function unfit({ to, fromName, subject, messageId = '' }: Mail): string | undefined {
  if (!isAddress(to)) return 'the address is not one mail address'
  if ([fromName, subject, messageId].some(breaksOut)) return 'a header would not be one line'
  return undefined
}

/**
 * Opens the way to a mail server; connects with the first mail. `from` is the sender's address, `timeoutMs` bounds a whole
 * delivery (30 s), `now` gives milliseconds for the breaker. Throws on a URL or sender that cannot work.
 */
export function openSmtp(of: {
  readonly url: string
  readonly from: string
  readonly timeoutMs?: number
  readonly now: () => number
}): MailTransport {
  const timeoutMs = of.timeoutMs ?? 30_000
  if (!isAddress(of.from)) throw new Error('the sender is not one mail address; example: sign-in@example.com')
  const pool = createTransport(smtpOptions(of.url, timeoutMs))
  const breaker = openBreaker(of.now)
  const underWay = new Set<Promise<Outcome>>()

  async function handOver(mail: Mail): Promise<Outcome> {
    try {
      const { response } = await pool.sendMail({
        from: { name: asWords(mail.fromName), address: of.from },
        to: { name: '', address: mail.to },
        // said outright, so that nothing in a header can add a recipient
        envelope: { from: of.from, to: [mail.to] },
        subject: asWords(mail.subject),
        text: mail.text,
        html: mail.html,
        headers: HEADERS,
        xMailer: false,
        ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      breaker.worked()
      return { accepted: true, response: response.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120) }
    } catch (error) {
      const { away, final, reason } = failureOf(error)
      if (away) breaker.failed()
      else breaker.worked()
      return { accepted: false, final, reason }
    }
  }

  return {
    async send(mail) {
      const fault = unfit(mail)
      if (fault !== undefined) return { accepted: false, final: true, reason: fault }
      if (!breaker.mayTry()) return { accepted: false, final: false, reason: 'breaker' }
      const delivery = handOver(mail)
      underWay.add(delivery)
      return delivery.finally(() => underWay.delete(delivery))
    },
    async check() {
      await pool.verify().catch((error: unknown) => {
        throw new Error(`the mail server cannot be used: ${failureOf(error).reason}`)
      })
    },
    async close() {
      pool.close()
      await Promise.all(underWay)
    },
  }
}
