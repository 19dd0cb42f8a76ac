/** A transport that keeps mails instead of sending them: the demo's outbox and tests. Where they are kept is the caller's. */
import type { Mail, MailTransport } from './transport.ts'

/** Hands every mail to `keep` as it would have left. What `keep` throws is thrown on: there the mail is not accepted. */
export const captureMail = (keep: (mail: Mail) => Promise<void>): MailTransport => ({
  async send(mail) {
    await keep(mail)
    return { accepted: true, response: 'kept here' }
  },
  check: () => Promise.resolve(),
  close: () => Promise.resolve(),
})
