/** A sender that keeps SMS instead of sending them: the demo's outbox and tests. Where they are kept is the caller's. */
import type { Sms } from './provider.ts'
import { openSender, type SmsSender } from './sender.ts'

/** Hands every SMS to `keep` as it would have left. What `keep` throws is thrown on: there the SMS is not accepted. */
export const captureSms = (keep: (sms: Sms) => Promise<void>): SmsSender =>
  openSender(
    [
      {
        name: 'kept',
        async send(sms) {
          await keep(sms)
          return { went: 'accepted' }
        },
        check: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
    ],
    () => 0,
  )
