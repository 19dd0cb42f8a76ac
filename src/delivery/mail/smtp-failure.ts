/** What an error of nodemailer means for the mail: is it over, was the server reached, and which words may be logged. */
import type { NodemailerError } from 'nodemailer'

export type Failure = {
  readonly final: boolean
  readonly reason: string /** The server was not reached, or fell silent. */
  readonly away: boolean
}

const AWAY: Readonly<Record<string, string>> = {
  EABORT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'connection closed',
  ESOCKET: 'no connection',
  EDNS: 'host not found',
  ETLS: 'no encrypted connection',
}

/** Where the server refused. Refused there for good, another try changes nothing; anywhere else it is the set-up's fault. */
const FINAL_AT = ['RCPT TO', 'DATA']
const STEPS = [...FINAL_AT, 'MAIL FROM', 'STARTTLS', 'AUTH', 'CONN', 'EHLO', 'HELO']

/** A server may repeat the mail in what it answers, so only its status codes are kept: `550 5.1.1 at RCPT TO`. */
export function failureOf(error: unknown): Failure {
  const { code = '', responseCode, response = '', permanent = false, command = '', originalCode } = error as NodemailerError
  const away = code in AWAY
  if (responseCode !== undefined) {
    const step = STEPS.find((name) => command.startsWith(name)) ?? 'the start'
    const detail = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
    return { final: permanent && FINAL_AT.includes(step), reason: `${responseCode}${detail ? ` ${detail}` : ''} at ${step}`, away }
  }
  const system = originalCode && /^[A-Z_]{3,40}$/.test(originalCode) ? ` (${originalCode})` : ''
  return { final: false, reason: `${AWAY[code] ?? (/^E[A-Z]{2,20}$/.test(code) ? code : 'failed')}${system}`, away }
}
