/**
 * Counting guesses, once for every factor and surface: which tallies an answer falls under, whether to look at it now, and
 * what a wrong or a right one does to them. Numbers are rules/throttle; called under the user's lock (promises 3 and 4).
 */
import { record } from '#actions/audit/record.ts'
import { explained, type Judgement } from '#actions/login/frame/explained.ts'
import { failedHere, openedHere } from '#actions/login/frame/here.ts'
import { retire } from '#actions/login/frame/retire.ts'
import { tellOfCode } from '#actions/login/frame/sheet.ts'
import { notice } from '#actions/message/notify.ts'
import { knownDevice } from '#actions/tokens.ts'
import type { Context } from '#actions/world.ts'
import type { Verdict } from '#factors/factor.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import {
  ended,
  FACTOR,
  failedOnce,
  KNOWN,
  type Limits,
  NO_FAILURES,
  QUIET_MS,
  SECOND as SECOND_LIMITS,
  STRANGE,
  waitOf,
} from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import { burn, disableFactor, markUsed } from '#store/factors.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { clear, count, ofClock, ofFactor, ofPassword, SECOND, SEND } from '#store/tallies.ts'

type Tallied = { readonly scope: string; readonly limits: Limits }

/**
 * The password's tally on one device class: `device` is the known device's id, or undefined for strangers; `name` the digest
 * of the name that was typed, where it may be nobody's.
 */
export type PasswordScope = { readonly scope: string; readonly device: string | undefined; readonly name?: string }

/** For answers that are no passwords: they fall into no bucket of passwords. */
export const NO_DOOR: PasswordScope = { scope: '', device: undefined }

export const STRANGER = 'strange'
/** Which bucket the passwords of this browser fall into. `name` as made by `nameDigest` (here.ts). */
export function doorOf({ world, client }: Context, known: Known, name: string): PasswordScope {
  const device = knownDevice(world, client.deviceToken, known.user)
  return { scope: ofPassword(name, device ?? STRANGER), device, name }
}

function talliesOf(factor: KnownFactor, door: PasswordScope): readonly Tallied[] {
  if (factor.type === 'password') return [{ scope: door.scope, limits: door.device ? KNOWN : STRANGE }]
  return [
    { scope: SECOND, limits: SECOND_LIMITS },
    { scope: ofFactor(factor.id), limits: FACTOR },
  ]
}

/** Refused while a wait runs: nothing is verified, nothing is counted. */
export function waiting(known: Known, factor: KnownFactor, door: PasswordScope, now: number): Refusal | undefined {
  const waits = talliesOf(factor, door).map((t) => waitOf(known.tallies[t.scope] ?? NO_FAILURES, t.limits, now))
  const longest = Math.max(0, ...waits)
  return longest > 0 ? refuse('login/wait', { retryAfter: Math.ceil(longest / 1000) }) : undefined
}

/** True when failures have ended this way in: the password from strange devices, without a word to whoever tries. */
const blocked = (known: Known, factor: KnownFactor, door: PasswordScope): boolean =>
  talliesOf(factor, door).some((t) => ended(known.tallies[t.scope] ?? NO_FAILURES, t.limits))

/**
 * Burns a right answer and counts a wrong or used one; says which it was. A refusal where it is neither: a passcode that is
 * explained, or an address that was held up meanwhile.
 */
export async function judged(
  context: Context,
  tx: Tx,
  known: Known,
  factor: KnownFactor,
  door: PasswordScope,
  verdict: Judgement,
): Promise<'right' | 'wrong' | 'reused' | Refusal> {
  const fresh = verdict.ok && !blocked(known, factor, door) && (await usedUp(tx, factor, verdict))
  if (fresh) {
    await right(context, tx, known, factor, door)
    return 'right'
  }
  const refused = (await explained(context.world, tx, known, factor, verdict)) ?? (await failedHere(context, tx, known, door.name))
  if (refused) return refused
  await failed(context, tx, known, factor, door)
  return verdict.ok ? 'reused' : 'wrong'
}

async function right(context: Context, tx: Tx, known: Known, factor: KnownFactor, door: PasswordScope): Promise<void> {
  const first = factor.type === 'password'
  const scopes = [...talliesOf(factor, door).map((t) => t.scope), ...(first ? [] : [SEND, ofClock(factor.id)])]
  if (scopes.some((scope) => known.tallies[scope])) clear(tx, known.user.id, scopes)
  if (first) openedHere(context, tx)
  await retire(context.world, tx, known, factor)
  await tellOfCode(context.world, tx, known, factor)
}

/** True the first time. What cannot be used up is only noted. */
async function usedUp(tx: Tx, factor: KnownFactor, { burns, step }: Verdict & { readonly ok: true }): Promise<boolean> {
  if (burns !== undefined) return burn(tx, factor.id, { burns, ...(step === undefined ? {} : { step }) }, tx.now)
  markUsed(tx, factor.id, tx.now)
  return true
}

async function failed(context: Context, tx: Tx, known: Known, factor: KnownFactor, door: PasswordScope): Promise<void> {
  const { world, client } = context
  const tallies = talliesOf(factor, door)
  await Promise.all(tallies.map(({ scope }) => count(tx, known.user.id, scope, tx.now, QUIET_MS)))
  for (const { scope, limits } of tallies) {
    const tally = failedOnce(known.tallies[scope] ?? NO_FAILURES, tx.now)
    if (tally.failures !== limits.end) continue
    if (factor.type !== 'password') await disableFactor(tx, factor.id, tx.now)
    record(world, tx, tx.now, {
      act: `factor blocked ${factor.type}`,
      subject: known.user,
      actor: 'system',
      data: { device: door.device ? 'known' : 'unknown' },
    })
    await notice(world, tx, known, 'sign-in-blocked', { factor: factor.type }, tx.now)
  }
  record(world, tx, tx.now, {
    act: `login failed ${factor.type}`,
    subject: known.user,
    actor: 'anyone',
    personal: { agent: client.agent, address: client.address },
  })
}
