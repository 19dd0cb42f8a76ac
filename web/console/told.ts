/** Who is told of a change: the contacts that a notice goes to, masked, as one list in words. */
import type { Me } from '#rules/me.ts'
import { listed } from '../texts/lists.ts'

/** Notices that are not urgent go to the mailbox only. */
export type Notice = 'urgent' | 'quiet'

/** The mailbox on record, and a proven number where SMS is open. Empty when there is nobody to tell. */
export function toldOf({ contacts, ways }: Me, notice: Notice): string {
  const sms = notice === 'urgent' && ways.some(({ type, allowed, held }) => type === 'sms' && (allowed || held))
  const told = contacts.filter(({ kind, usable, provenAt }) => usable && (kind === 'mail' || (sms && provenAt !== undefined)))
  return listed(told.map(({ hint }) => hint))
}
