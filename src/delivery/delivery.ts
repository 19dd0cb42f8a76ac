/**
 * What leaves the house: one message to one person, by the way that is set up for its channel. Says how it went and
 * remembers nothing: when to try again, and when a code is too old to be worth sending, is decided by the jobs.
 */
import type { Language } from '#texts/index.ts'
import { oneLine } from './mail/line.ts'
import { isMailTemplate, renderMail } from './mail/render.ts'
import type { MailTransport, Outcome } from './mail/transport.ts'
import { isSmsTemplate, renderSms, type SmsSender, type Worded } from './sms/index.ts'

/** What is set up. A channel that is absent is answered, not ignored. */
export type Delivery = { readonly mail?: MailTransport; readonly sms?: SmsSender }

/** `to` comes from the server's record. `data` is what the template's sentences name, times already as text. */
export type Outgoing = {
  readonly to: string
  readonly template: string
  readonly language: Language
  readonly data: Readonly<Record<string, string>>
  readonly account: { readonly name: string }
  /** With angle brackets, equal on every try of the same message. */
  readonly messageId?: string
}

/** Sends one mail through what is set up. Throws on a template that does not exist or lacks data: those are bugs. */
export async function deliver(through: Delivery, message: Outgoing): Promise<Outcome> {
  // A mail server can still be set up while the message counts.
  if (through.mail === undefined) return { accepted: false, final: false, reason: 'not configured' }
  const { template, language, to, account, messageId } = message
  if (!isMailTemplate(template)) throw new Error(`there is no mail template “${template}”`)
  const mail = renderMail({ template, language, data: { ...message.data, account: account.name } })
  return through.mail.send({ to, fromName: oneLine(account.name), ...mail, ...(messageId === undefined ? {} : { messageId }) })
}

/** The words of one SMS. What has no sentence of its own is told as a notice, unless it carries a code: then that is a bug. */
export function worded(message: Omit<Outgoing, 'to'>, host: string): Worded {
  const { language, account } = message
  const data = { ...message.data, account: account.name }
  const template = isSmsTemplate(message.template) ? message.template : 'notice'
  return renderSms({ template, language, data, host })
}
