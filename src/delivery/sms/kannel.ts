/** Kannel's smsbox: `kannel://user:password@host:13013?from=…`, or `kannels://` where it speaks TLS. By its user guide, "Using the HTTP interface to send SMS messages". */
import { baseOf, credentials, parameter } from './address.ts'
import type { Answer, Caller, Failed } from './call.ts'
import { isGsm } from './gsm.ts'
import type { Outcome, Provider } from './provider.ts'

const PORT = 13_013
/** Delivered, not delivered, queued, accepted and refused by the SMSC: all it can report. */
const EVERY_REPORT = '31'
/** A coding of two bytes a sign; without it Kannel puts a question mark for what seven bits lack. */
const UCS2 = '2'

export function kannel(name: string, url: URL, { call, idle }: Caller): Provider {
  const [username, password] = credentials(url)
  const from = parameter(url, 'from')
  const sendsms = (values: Readonly<Record<string, string>>): URL => {
    const address = new URL('/cgi-bin/sendsms', baseOf(url, PORT, url.protocol === 'kannels:'))
    address.search = new URLSearchParams({ username, password, ...values }).toString()
    return address
  }
  return {
    name,
    async send({ to, text, reportUrl, validFor }) {
      const reports = reportUrl === undefined ? {} : { 'dlr-mask': EVERY_REPORT, 'dlr-url': `${reportUrl}?status=%d` }
      const values = {
        to,
        text,
        charset: 'UTF-8',
        ...(from === undefined ? {} : { from }),
        ...(isGsm(text) ? {} : { coding: UCS2 }),
        ...(validFor === undefined ? {} : { validity: String(Math.max(1, Math.ceil(validFor / 60))) }),
        ...reports,
      }
      return outcomeOf(await call({ method: 'GET', url: sendsms(values) }))
    },
    async check() {
      // Without a receiver it says so to whom it knows, and sends nothing.
      const answer = await call({ method: 'GET', url: sendsms({}) })
      if ('failed' in answer) throw new Error(answer.failed)
      if (answer.status === 403) throw new Error('403: user or password is wrong, or this machine may not call it')
      if (answer.status !== 400) throw new Error(`${answer.status}: this is not the sendsms address of Kannel`)
    },
    close: idle,
  }
}

function outcomeOf(answer: Answer | Failed): Outcome {
  if ('failed' in answer) return { went: answer.reached ? 'unknown' : 'later', reason: answer.failed }
  const reason = String(answer.status)
  // `0: Accepted for delivery`, `3: Queued for later delivery`, `Sent.` in older versions.
  if (answer.status === 202) return { went: 'accepted' }
  // Of the message only this one speaks; a wrong password can be put right.
  if (answer.status === 400) return { went: 'refused', reason }
  return answer.status < 300 || answer.status === 504 ? { went: 'unknown', reason } : { went: 'later', reason }
}
