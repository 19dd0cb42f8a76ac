/** The mail server: reached, encrypted, and willing to let us in. Nothing is sent. */
import { bad, type Finding, ok } from '#cli/doctor/finding.ts'
import type { Config } from '#config.ts'
import { openSmtp } from '#delivery/mail/index.ts'

/** Somebody waits at the terminal. */
const PATIENCE_MS = 10_000

export async function mail({ smtp, mailFrom }: Config): Promise<readonly Finding[]> {
  if (smtp === undefined)
    return [bad('mail', 'no mail server is set, so no codes and invitations leave', 'Set SALLYPORT_SMTP=smtp://user:password@host:587')]
  const { protocol, host } = new URL(smtp)
  const server = openSmtp({ url: smtp, from: mailFrom, now: () => performance.now(), timeoutMs: PATIENCE_MS })
  try {
    await server.check()
    return [ok('mail', `${protocol}//${host} lets us in; mails come from ${mailFrom}`)]
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^the mail server cannot be used: /, '') : 'it failed'
    return [bad('mail', `${protocol}//${host}: ${why}`, todo(why))]
  } finally {
    await server.close()
  }
}

/** What to look at, by what went wrong. */
function todo(failure: string): string {
  if (/host not found/.test(failure)) return 'Is the host of SALLYPORT_SMTP spelled right?'
  if (/AUTH/.test(failure)) return 'Are user and password of SALLYPORT_SMTP right? Special characters are written percent-encoded.'
  if (/encrypted/.test(failure)) return 'Its certificate must be valid for that host. On port 465 write smtps://, on 587 smtp://.'
  return 'Does it listen there, and may this machine reach it? Codes wait in the queue meanwhile, and are dropped when they end.'
}
