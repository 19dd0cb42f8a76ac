/** Sends a code for one factor of a login: whether it may go now, what is remembered of it, and the message itself. */
import { givenFor, hintOf, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { send } from '#actions/message/notify.ts'
import type { World } from '#actions/world.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { maySend, resendWait } from '#rules/throttle/sending.ts'
import { failedOnce, NO_FAILURES, QUIET_MS } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { type Challenged, type Holder, saveSent } from '#store/logins.ts'
import { sendsOf, supersede } from '#store/messages.ts'
import { count, SEND } from '#store/tallies.ts'

/** Whose code it is, and inside what it is asked for. */
export type Asker = { readonly known: Known; readonly holder: Omit<Holder, 'sent'> }

/** Under the user's lock. `template` words it: a code to sign in, or to prove a contact. */
export async function sendCode(
  world: World,
  tx: Tx,
  { known, holder }: Asker,
  factor: KnownFactor,
  template: string,
): Promise<Challenged | Refusal> {
  const type = typeNamed(world, factor.type)
  if (!type?.challenge) return refuse('login/not-asked')
  const sends = await sendsOf(tx, known.user.id, known.tallies[SEND] ?? NO_FAILURES, tx.now)
  const verdict = maySend(sends, tx.now)
  if (!verdict.may)
    return refuse(verdict.because === 'cap' ? 'login/too-many-codes' : 'login/wait', { retryAfter: Math.ceil(verdict.waitMs / 1000) })

  const { message, memo } = type.challenge(openSecret(world, known, factor), givenFor(world, known, tx.now))
  const validUntil = tx.now + (type.lifetime ?? 300) * 1000
  const reference = letters(world)
  let id = ''
  if (message) {
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

// No letter that is read as another or as a digit.
const LETTERS = 'ACEFHJKLMNPQRTUVWXY'
const letters = (world: World): string => Array.from(world.random(3), (b) => LETTERS[b % LETTERS.length]).join('')

/** What the caller is told of a code that was sent. */
export const sentView = (sent: Challenged) => ({
  reference: sent.reference,
  sentTo: sent.sentTo,
  resendAt: new Date(sent.resendAt).toISOString(),
})
