/**
 * What a provider reports of an SMS it took: kept with the message, and where it could not be delivered while its code
 * counts, the next provider's turn. The address it reports to is itself the proof that it was asked; nothing is looked up for that.
 */
import { timingSafeEqual } from 'node:crypto'
import type { World } from '#actions/world.ts'
import { reported } from '#rules/message/course.ts'
import { enqueue, follow, lockMessage, loginIsOver } from '#store/messages.ts'
import type { Seal } from '#store/seal.ts'

/** Whose message, and who was asked to carry it. */
export type Reporter = { readonly account: string; readonly message: string; readonly provider: string }

/** Of the first key, so that a report is still taken after a rotation. */
const mac = (seal: Seal, { account, message, provider }: Reporter): string => {
  const digest = seal.lasting(`sms report ${account} ${message} ${provider}`)
  return digest.slice(digest.indexOf(':') + 1)
}

export const REPORTS = '/sms/reports'

/** The path to which this provider reports this message, and nobody else can. */
export const reportPath = (seal: Seal, by: Reporter): string => `${REPORTS}/${by.account}/${by.message}/${by.provider}/${mac(seal, by)}`

export function mayReport({ seal }: Pick<World, 'seal'>, by: Reporter, given: string): boolean {
  const [right, told] = [Buffer.from(mac(seal, by)), Buffer.from(given)]
  return right.length === told.length && timingSafeEqual(right, told)
}

/** `arrived`: on the handset, or given up. Said again, late, or of a message that was replaced, it sends nothing. */
export const takeReport = (
  { store }: Pick<World, 'store'>,
  { account, message: id, provider }: Reporter,
  arrived: boolean,
): Promise<void> =>
  store.inAccount(account, async (tx) => {
    const message = await lockMessage(tx, id)
    if (!message) return
    const { next, ...course } = reported(message, provider, arrived)
    const wanted = next && message.body !== null && tx.now < message.validUntil && !(await loginIsOver(tx, message.loginId))
    const done = course.status === 'delivered' || (next && !wanted)
    const reason = course.status === message.status ? message.reason : arrived ? null : `${provider}: undelivered`
    await follow(tx, id, { ...course, reason, keep: !done && message.body !== null })
    if (wanted) await enqueue(tx, 'deliver', { message: id }, id)
  })
