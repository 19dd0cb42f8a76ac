/** Sends one message that was posted: only while it is worth something, and keeps its status. Its text is sealed until then. How an SMS goes through several providers is deliver-sms.ts. */
import type { Delivery } from '#delivery/delivery.ts'
import { deliver } from '#delivery/delivery.ts'
import { dateAndTime, timeOfDay } from '#delivery/mail/index.ts'
import { deliverSms } from '#jobs/deliver-sms.ts'
import { TryAgain } from '#jobs/try-again.ts'
import { readAccount } from '#store/accounts.ts'
import type { Store } from '#store/database.ts'
import { DECOY_ACCOUNT } from '#store/lookups.ts'
import { marked, readMessage } from '#store/messages.ts'
import type { Seal } from '#store/seal.ts'

type Body = { readonly to: string; readonly data: Readonly<Record<string, string>>; readonly requestedAt: number }

export type Delivering = {
  readonly store: Store
  readonly seal: Seal
  readonly delivery: Delivery
  /** Where the pages are: what binds a code to them, and where providers report to. */
  readonly origin: string
}

const CODES = ['login-code', 'contact-code']
/** Messages whose content ends; a notice is only not sent any more. */
const ENDING = [...CODES, 'invitation']

/** `tell`: what a provider of SMS answered, where it did not take it. */
export async function deliverMessage(
  world: Delivering,
  account: string,
  id: string,
  tell: (provider: string, reason: string) => void = () => undefined,
): Promise<void> {
  const { store, seal } = world
  const read = await store.inAccount(account, async (tx) => {
    const [message, facts] = await Promise.all([readMessage(tx, id), readAccount(tx)])
    return { message, account: facts, now: tx.now }
  })
  const { message, now } = read
  if (!message?.body || !read.account || message.status === 'accepted') return
  // Names nobody has do all that others do, but nothing leaves the house for them.
  const unsent = account === DECOY_ACCOUNT ? 'nobody' : now >= message.validUntil ? 'too late' : undefined
  if (unsent) {
    await store.inAccount(account, (tx) => marked(tx, id, 'expired', unsent, now))
    return
  }
  const body = JSON.parse(seal.open(message.body, { account, user: message.userId, column: 'message.body' })) as Body
  const zone = read.account.timeZone
  const when = CODES.includes(message.template) ? timeOfDay : dateAndTime
  const until = ENDING.includes(message.template) ? { validUntil: when(message.validUntil, message.language, zone) } : {}
  const outgoing = {
    to: body.to,
    template: message.template,
    language: message.language,
    data: { ...body.data, ...until, requestedAt: when(body.requestedAt, message.language, zone) },
    account: { name: read.account.name },
    messageId: id,
  }
  if (message.channel === 'sms') return deliverSms(world, { account, message, outgoing }, tell)
  const outcome = await deliver(world.delivery, outgoing)
  const status = outcome.accepted ? 'accepted' : outcome.final ? 'failed' : 'delayed'
  await store.inAccount(account, async (tx) => {
    await tx.begun
    await marked(tx, id, status, outcome.accepted ? null : outcome.reason, tx.now)
  })
  if (status === 'delayed') throw new TryAgain(outcome.accepted ? '' : outcome.reason)
}
