/**
 * What leaves the house: one message to one person, by the way that is set up for its channel. Says how it went and
 * remembers nothing: when to try again, and when a code is too old to be worth sending, is decided by the jobs.
 */
import type { Language } from '#texts/index.ts'
import { oneLine } from './mail/line.ts'
import { isMailTemplate, renderMail } from './mail/render.ts'
import type { MailTransport, Outcome } from './mail/transport.ts'

/** What is set up. A channel that is absent is answered, not ignored. */
export type Delivery = { readonly mail?: MailTransport }

/** `to` comes from the server's record. `data` is what the template's sentences name, times already as text. */
export type Outgoing = {
  readonly channel: 'mail' | 'sms'
  readonly to: string
  readonly template: string
  readonly language: Language
  readonly data: Readonly<Record<string, string>>
  readonly account: { readonly name: string }
  /** With angle brackets, equal on every try of the same message. */
  readonly messageId?: string
}

/** Sends one message through what is set up. Throws on a template that does not exist or lacks data: those are bugs. */
export async function deliver(through: Delivery, message: Outgoing): Promise<Outcome> {
  // no way to send SMS exists yet, so waiting would not help; a mail server can still be set up while the code counts
  if (message.channel === 'sms') return { accepted: false, final: true, reason: 'not configured' }
  if (through.mail === undefined) return { accepted: false, final: false, reason: 'not configured' }
  const { template, language, to, account, messageId } = message
  if (!isMailTemplate(template)) throw new Error(`there is no mail template “${template}”`)
  const mail = renderMail({ template, language, data: { ...message.data, account: account.name } })
  return through.mail.send({ to, fromName: oneLine(account.name), ...mail, ...(messageId === undefined ? {} : { messageId }) })
}
