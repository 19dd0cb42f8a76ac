/**
 * Takes one SMS from provider to provider while its code counts. What is asked is written down before the call, so that
 * neither a crash nor a second job sends it twice by the same way; a report that comes meanwhile is respected.
 */
import { reportPath } from '#actions/message/report.ts'
import { type Outgoing, worded } from '#delivery/delivery.ts'
import type { Turn } from '#delivery/sms/index.ts'
import type { Delivering } from '#jobs/deliver.ts'
import { TryAgain } from '#jobs/try-again.ts'
import { answered, asking, type Course, ended, mayAsk } from '#rules/message/course.ts'
import type { Tx } from '#store/database.ts'
import { follow, lockMessage, marked, type Posted } from '#store/messages.ts'

type One = { readonly account: string; readonly message: Posted; readonly outgoing: Outgoing }

export async function deliverSms(
  { store, seal, delivery, origin }: Delivering,
  { account, message, outgoing }: One,
  tell: (provider: string, reason: string) => void,
): Promise<void> {
  const { id } = message
  const { sms } = delivery
  if (!sms) {
    // One can still be set up while the message counts.
    await store.inAccount(account, (tx) => marked(tx, id, 'delayed', 'not configured', 0))
    throw new TryAgain('not configured')
  }
  const { text, parts } = worded(outgoing, new URL(origin).hostname)
  const locked = <T>(work: (tx: Tx, now: Posted) => Promise<T>): Promise<T | undefined> =>
    store.inAccount(account, async (tx) => {
      const now = await lockMessage(tx, id)
      return now && work(tx, now)
    })
  /** The body stays as long as anybody could still be asked for it. */
  const save = (tx: Tx, before: Posted, course: Course) => {
    const keep = before.body !== null && sms.providers.some((p) => mayAsk(course, p))
    return follow(tx, id, { ...course, keep, reason: before.status === 'expired' ? before.reason : reasonOf(course) })
  }

  const turn: Turn = {
    mayAsk: (provider) => mayAsk(message, provider),
    begin: (provider) =>
      locked(async (tx, now) => {
        // Replaced or too late since this job began.
        if (now.body === null || tx.now >= now.validUntil || !mayAsk(now, provider)) return undefined
        await follow(tx, id, { ...asking(now, provider), reason: null, keep: true, parts, asked: true })
        const reportUrl = `${origin}${reportPath(seal, { account, message: id, provider })}`
        return { to: outgoing.to, text, id, reportUrl, validFor: Math.ceil((now.validUntil - tx.now) / 1000) }
      }),
    async end(provider, outcome) {
      if (outcome.went !== 'accepted') tell(provider, outcome.reason)
      await locked((tx, now) => save(tx, now, answered(now, { provider, ...outcome })))
    },
  }
  const went = await sms.send(turn)
  if (went === 'accepted') return
  const over = await locked(async (tx, now) => {
    const late = tx.now >= now.validUntil && ['queued', 'delayed'].includes(now.status)
    const course = late ? { ...now, status: 'expired' as const } : went === 'unwanted' ? now : ended(now, went === 'later')
    await save(tx, now, course)
    return course
  })
  if (went === 'later' && over?.status === 'delayed') throw new TryAgain(reasonOf(over) ?? '')
}

/** `kannel: no connection (ECONNREFUSED), twilio: 503`. Null where it went well. */
function reasonOf({ status, tried }: Course): string | null {
  if (['accepted', 'delivered'].includes(status)) return null
  if (status === 'expired') return 'too late'
  return tried.map(({ provider, went, reason }) => `${provider}: ${reason ?? went}`).join(', ') || null
}
