/** Sends a code for one factor, inside a login or a session: whether it may go now, what is remembered of it, and the message itself. */
import { givenFor, hintOf, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { capsOf } from '#actions/message/caps.ts'
import { send } from '#actions/message/notify.ts'
import type { World } from '#actions/world.ts'
import type { FactorType, Message } from '#factors/factor.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { reachOf } from '#rules/throttle/countries.ts'
import { type MaySend, maySend, resendWait } from '#rules/throttle/sending.ts'
import { failedOnce, NO_FAILURES, QUIET_MS } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { type Challenged, type Holder, saveSent } from '#store/logins.ts'
import { sendsOf, supersede } from '#store/messages.ts'
import { count, SEND } from '#store/tallies.ts'

/** Whose code it is, inside what it is asked for, and from which network address (`context.client.address`). */
export type Asker = { readonly known: Known; readonly holder: Omit<Holder, 'sent'>; readonly address: string }

/** Under the user's lock, before any audit row. `template` words it: a code to sign in, or to prove a contact. */
export async function sendCode(
  world: World,
  tx: Tx,
  { known, holder, address }: Asker,
  factor: KnownFactor,
  template: string,
): Promise<Challenged | Refusal> {
  const type = typeNamed(world, factor.type)
  if (!type?.challenge) return refuse('login/not-asked')
  const { message, memo } = type.challenge(openSecret(world, known, factor), givenFor(world, known, tx.now))
  const away = message && outOfReach(type, message, known)
  if (away) return away
  const { account } = known
  const unproven = !known.factors.some((f) => f.id === factor.id && f.state !== 'proposed')
  const [sends, caps] = await Promise.all([
    sendsOf(tx, known.user.id, known.tallies[SEND] ?? NO_FAILURES, tx.now),
    message && capsOf(world, tx, { channel: message.channel, to: message.to, address, unproven, sms: account.sms }),
  ])
  const refusal = refused(maySend(sends, tx.now)) ?? caps?.refusal
  if (refusal) return refusal

  const validUntil = tx.now + (type.lifetime ?? 300) * 1000
  const reference = letters(world)
  let id = ''
  if (message) {
    caps?.take()
    await supersede(tx, holder.id, factor.id)
    const data = { ...message.data, reference }
    id = await send(world, tx, known, { message: { ...message, template, data }, validUntil, login: holder.id, factor: factor.id }, tx.now)
    await count(tx, known.user.id, SEND, tx.now, QUIET_MS)
  }
  const resendAt = tx.now + resendWait(failedOnce(sends.row, tx.now).recent)
  const sent = { memo, reference, sentTo: hintOf(world, known, factor), sentAt: tx.now, resendAt, validUntil, tries: 0, message: id }
  await saveSent(tx, holder, factor.id, sent)
  return sent
}

/** Numbers are read anew each time: the account's countries may have changed since, and premium numbers cost whoever sends. */
function outOfReach(type: FactorType, message: Message, { account }: Known): Refusal | undefined {
  if (message.channel !== 'sms' || !type.read) return undefined
  const read = type.read(message.to, reachOf(account.sms, account.language))
  return 'problem' in read ? refuse(read.problem, read.extra ? { extra: read.extra } : {}) : undefined
}

/** What the user alone has asked for already. */
function refused(verdict: MaySend): Refusal | undefined {
  if (verdict.may) return undefined
  return refuse(verdict.because === 'cap' ? 'login/too-many-codes' : 'message/too-soon', { retryAfter: Math.ceil(verdict.waitMs / 1000) })
}

// No letter that is read as another or as a digit.
const LETTERS = 'ACEFHJKLMNPQRTUVWXY'
const letters = (world: World): string => Array.from(world.random(3), (b) => LETTERS[b % LETTERS.length]).join('')

/** What the caller is told of a code that was sent. */
export const sentView = (sent: Challenged) => ({
  reference: sent.reference,
  sentTo: sent.sentTo,
  resendAt: new Date(sent.resendAt).toISOString(),
})
