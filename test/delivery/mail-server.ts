/** For the tests of delivery: a real SMTP server on loopback that keeps what it is handed, and one example of every mail. */
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailTemplate } from '#delivery/mail/index.ts'

export type Arrived = { readonly from: string; readonly to: readonly string[]; readonly mail: Email }
export type Refuses = { readonly rcpt?: [number, string]; readonly data?: [number, string] }

const refusal = ([responseCode, text]: [number, string]) => Object.assign(new Error(text), { responseCode })

/** Starts a server on a free port (or `port`); `refuses` may be changed while it runs. */
export async function mailServer(options: SMTPServerOptions = {}, port = 0) {
  const arrived: Arrived[] = []
  const state: { refuses: Refuses } = { refuses: {} }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onRcptTo: (_address, _session, done) => done(state.refuses.rcpt ? refusal(state.refuses.rcpt) : null),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const mail = await PostalMime.parse(Buffer.concat(parts))
        arrived.push({ from: envelope.mailFrom ? envelope.mailFrom.address : '', to: envelope.rcptTo.map((rcpt) => rcpt.address), mail })
        done(state.refuses.data ? refusal(state.refuses.data) : null)
      })
    },
    ...options,
  })
  // a client that breaks off, as some tests do on purpose
  server.on('error', () => undefined)
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const bound = (server.server.address() as AddressInfo).port
  return {
    arrived,
    state,
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}

/** What the house gives each template: all it can be given, or only what it must be given. */
export function exampleData(template: MailTemplate, name = 'Jana Petersen'): Record<string, string> {
  if (template === 'login-code' || template === 'contact-code') {
    const help = 'help@nordlicht-versand.example, +49 40 555123'
    return { name, code: '482913', reference: 'KQM', validUntil: '10:12', requestedAt: '10:02', device: 'Chrome, Windows', help }
  }
  const who = { name, username: 'jpetersen' }
  const link = 'https://sign-in.example/invitation#9fK2mQx7Zt4bVn1cWs8eRy5uPa3dLg6hJo0iTk2lMzQ'
  if (template === 'password-forgotten') {
    const people = [who.username, 'versand'].map((username) => ({
      username,
      account: 'Nordlicht Versand',
      link: `${link.replace('invitation', 'password')}-${username}`,
    }))
    return {
      ...who,
      people: JSON.stringify(people),
      validUntil: '17. November 2026 um 10:32 Uhr',
      requestedAt: '17. November 2026 um 10:02 Uhr',
    }
  }
  if (template === 'invitation') return { ...who, link, validUntil: '20. November 2026 um 10:02 Uhr' }
  if (template === 'contact-changed' || template === 'contact-proposed' || template === 'contact-reverted') {
    const by = template === 'contact-proposed' ? 'administrator' : 'self'
    const revert = template === 'contact-reverted' ? {} : { link: link.replace('invitation', 'revert') }
    return { ...who, contact: 'email', hint: 'j•••••••@nordlicht.example', by, ...revert, requestedAt: '17. November 2026 um 10:02 Uhr' }
  }
  return { ...who, left: '3', requestedAt: '17. November 2026 um 10:02 Uhr', device: 'Chrome, Windows' }
}

/** The links of such a mail, as it lists them. */
export function exampleLinks(template: MailTemplate): string[] {
  const { link, people = '[]' } = exampleData(template)
  return [...(link ? [link] : []), ...(JSON.parse(people) as { link: string }[]).map((p) => p.link)]
}
