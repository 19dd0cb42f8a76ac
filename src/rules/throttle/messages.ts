/** What limits messages beyond what one user asks for: per recipient, per address that asks, and what an account spends on SMS. */
import { DAY_MS, HOUR_MS, type Window } from '#rules/throttle/window.ts'

/** To one mailbox or number, whoever and however many users it belongs to. */
export const TO_RECIPIENT: Window = { most: 5, withinMs: HOUR_MS }
/** Of those, what anybody can cause who has proven nothing there: a stranger leaves room for the codes of whoever it belongs to. */
export const TO_RECIPIENT_UNPROVEN: Window = { ...TO_RECIPIENT, most: 3 }
/** Asked for from one address, by whomever. */
export const FROM_ADDRESS: Window = { most: 20, withinMs: HOUR_MS }

/** Over what times an account's SMS are counted, in parts: a long text costs more than one. */
export const BUDGET_DAY_MS = DAY_MS
export const BUDGET_MONTH_MS = 30 * DAY_MS
const DAILY = 500
const MONTHLY = 2000

export type Spent = { readonly day: number; readonly month: number }

/** Whether one more SMS is within the account's budget; its own numbers go before the defaults. */
export const withinBudget = (sms: { readonly daily?: number; readonly monthly?: number }, spent: Spent): boolean =>
  spent.day < (sms.daily ?? DAILY) && spent.month < (sms.monthly ?? MONTHLY)

/** Notices by SMS to one user: what goes on is said by mail alone, or somebody could spend an account's budget on themselves. */
export const NOTICES_BY_SMS: Window = { most: 5, withinMs: HOUR_MS }

/** What strangers can cause is told at most so often; what changes how somebody gets in is told each time. */
export const NOTICE_EVERY_MS = HOUR_MS
export const alwaysTold = (template: string): boolean => template !== 'sign-in-blocked'
