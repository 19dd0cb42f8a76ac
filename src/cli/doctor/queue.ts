/** Messages that wait longer than they should, and how many of the last day's did not get through. */
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import type { Store } from '#store/database.ts'
import { queueFacts } from '#store/health.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

const LATE_MS = 60_000
/** Single failures are mistyped addresses; a tenth of all is a fault. */
const TOO_MANY = 0.1

export async function queue(store: Store): Promise<readonly Finding[]> {
  const { now, ...q } = await store.asOperator('look at the queue', PLATFORM_ACCOUNT, queueFacts)
  const late = q.oldest !== null && now - q.oldest > LATE_MS
  const age = q.oldest === null ? 0 : Math.round((now - q.oldest) / 60_000)
  const waiting = late
    ? bad(
        'queue',
        `messages that wait: ${q.waiting}, the oldest for ${age} minutes`,
        'Is serve running, and is its mail server well? What it logs says why; codes are dropped when they end.',
      )
    : ok('queue', q.waiting === 0 ? 'no message waits' : `messages on their way: ${q.waiting}`)
  if (q.lost === 0) return [waiting]
  const what = `${q.lost} of ${q.ended} messages of the last day did not get through${q.reason === null ? '' : `, most: ${q.reason}`}`
  const todo = 'Where one reason stands out, it is the provider or the sender’s domain and not the people.'
  return [waiting, q.lost / q.ended > TOO_MANY && q.lost > 3 ? bad('queue', what, todo) : note('queue', what, todo)]
}
