/**
 * What no single user's row can hold of the limits on messages: to one recipient, from one address that asks, and an
 * account's budget for SMS. Whoever sends a code or a link asks here first; numbers are rules/throttle/messages.ts.
 */
import type { World } from '#actions/world.ts'
import type { Message } from '#factors/factor.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import {
  BUDGET_DAY_MS,
  BUDGET_MONTH_MS,
  FROM_ADDRESS,
  TO_RECIPIENT,
  TO_RECIPIENT_UNPROVEN,
  withinBudget,
} from '#rules/throttle/messages.ts'
import { fullFor, type Window } from '#rules/throttle/window.ts'
import type { Tx } from '#store/database.ts'
import type { SmsRules } from '#store/known.ts'
import { smsSpent } from '#store/messages.ts'
import { lockMeters, mark, readMeters } from '#store/meters.ts'

export type Outgoing = Pick<Message, 'channel' | 'to'> & {
  /** From where it was asked for; empty at the terminal, which has no limit. */
  readonly address: string
  /** Anybody can ask for it, or have it sent there: a forgotten password, a contact that is not on record. */
  readonly unproven?: boolean
  /** What the account of this transaction may spend on SMS; not needed for mail. */
  readonly sms?: SmsRules
}

/** `take` counts the message; whoever does not call it has sent none. */
export type Caps = { readonly refusal: Refusal | undefined; take(): void }

/** One count for all that is asked for from one address, codes and links alike. */
export const askedFrom = (seal: World['seal'], address: string): string => seal.lasting(`messages asked from ${address}`)

/** Under locks that last until the transaction ends: after the user's lock, before any audit row. One round trip. */
export async function capsOf({ seal, random }: World, tx: Tx, { channel, to, address, unproven, sms }: Outgoing): Promise<Caps> {
  const recipient = seal.lasting(`messages to ${to.toLowerCase()}`)
  const limits: readonly { readonly scope: string; readonly window: Window }[] = [
    { scope: recipient, window: unproven ? TO_RECIPIENT_UNPROVEN : TO_RECIPIENT },
    ...(address === '' ? [] : [{ scope: askedFrom(seal, address), window: FROM_ADDRESS }]),
  ]
  const budget = channel === 'sms' ? [seal.lasting(`messages paid by ${tx.account}`)] : []
  const [, times, spent] = await Promise.all([
    lockMeters(tx, [...limits.map((l) => l.scope), ...budget]),
    readMeters(
      tx,
      limits.map(({ scope, window }) => ({ scope, most: window.most })),
    ),
    channel === 'sms' ? smsSpent(tx, BUDGET_DAY_MS, BUDGET_MONTH_MS, tx.now) : undefined,
  ])
  const wait = Math.max(0, ...limits.map(({ window }, n) => fullFor(times[n] ?? [], window, tx.now)))
  const over = spent !== undefined && !withinBudget(sms ?? {}, spent)
  return {
    refusal:
      wait > 0
        ? refuse('message/cap', { retryAfter: Math.ceil(wait / 1000) })
        : over
          ? refuse('message/budget', { retryAfter: 3600 })
          : undefined,
    take() {
      const key = Buffer.from(random(12)).toString('base64url')
      for (const { scope } of limits) mark(tx, scope, key, tx.now)
    },
  }
}
