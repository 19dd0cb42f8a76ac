/**
 * One step of a login, the same for every act: lock, read again, decide on what is now, carry out, save, and picture the
 * result. Expiry, supersession and "was this asked" are checked here and nowhere else.
 */
import type { Outcome } from '#actions/action.ts'
import { type Carry, carryOut } from '#actions/login/frame/effects.ts'
import { type Judged, judge } from '#actions/login/frame/facts.ts'
import { type Here, lookHere } from '#actions/login/frame/here.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { digestOf } from '#actions/tokens.ts'
import type { Context } from '#actions/world.ts'
import { decide } from '#rules/login/decide.ts'
import type { Asking, Event } from '#rules/login/login.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { type Known, type KnownLogin, lockKnown, readKnown } from '#store/known.ts'
import { type Challenged, type Holder, saveLogin, saveSent } from '#store/logins.ts'
import { type Found, findLogin } from '#store/lookups.ts'

/** A login that is running: not over, not expired, not superseded by a change of the user's epoch. */
export type Running = { readonly known: Known; readonly login: KnownLogin; readonly state: Asking } & Judged

/** What an act makes of a running login: an event to decide on, what it carries, and what to answer when it was wrong. */
export type Move = {
  readonly event: Event
  readonly carry?: Carry
  readonly ifWrong?: (login: PublicLogin, ended: boolean) => Refusal
  /** The codes that were sent, where the act has changed them: a try less is seen in its own answer. */
  readonly sent?: KnownLogin['sent']
}

/** The login that the browser's cookie names. */
export async function named(context: Context): Promise<Found | Refusal> {
  const { loginToken } = context.client
  const found = loginToken ? await findLogin(context.world.store, digestOf(loginToken)) : undefined
  return found ?? refuse('login/none')
}

export function running(context: Context, known: Known | undefined, now: number): Running | Refusal {
  if (!known?.login) return refuse('login/none')
  const { login } = known
  if (login.endedAt !== null || login.state.is !== 'asking') return refuse('login/over')
  if (now >= login.expiresAt || login.epoch !== known.user.epoch) return refuse('login/over')
  return { known, login, state: login.state, ...judge(context.world, known, now) }
}

/** Reads without locking: for what is slow and for what changes nothing. */
export async function look<T>(context: Context, found: Found, work: (tx: Tx, at: Running) => Promise<T>): Promise<T | Refusal> {
  return context.world.store.inAccount(found.account, async (tx) => {
    const at = running(context, await readKnown(tx, { user: found.userId, login: found.id }), tx.now)
    return isRefusal(at) ? at : work(tx, at)
  })
}

/** The login and the time in one round trip: for what is slow and then reads again under the lock. */
export const glance = (context: Context, found: Found): Promise<{ readonly at: Running; readonly now: number } | Refusal> =>
  context.world.store.glance(found.account, async (tx) => {
    const at = running(context, await readKnown(tx, { user: found.userId, login: found.id }), tx.now)
    return isRefusal(at) ? at : { at, now: tx.now }
  })

/** Locks, reads again, and lets `move` say what happens. A refusal from `move` changes nothing but what it wrote itself. */
export async function step(
  context: Context,
  found: Found,
  move: (tx: Tx, at: Running, here: Here) => Promise<Move | Refusal>,
  passwordScope?: string,
): Promise<Outcome<PublicLogin>> {
  const whom = { user: found.userId, login: found.id, ...(passwordScope ? { passwordScope } : {}) }
  return context.world.store.inAccount(found.account, async (tx): Promise<Outcome<PublicLogin>> => {
    const [known, here] = await Promise.all([lockKnown(tx, whom), lookHere(context, tx)])
    const at = running(context, known, tx.now)
    if (isRefusal(at)) return at
    const made = await move(tx, at, here)
    if (isRefusal(made)) return made
    return settle(context, tx, at, made)
  })
}

export async function settle(
  context: Context,
  tx: Tx,
  at: Running,
  { event, carry = {}, ifWrong, sent }: Move,
): Promise<Outcome<PublicLogin>> {
  const { world } = context
  const { known, login, facts, effective } = at
  const decision = decide(at.state, event, facts)
  if (!decision.asked) return refuse('login/not-asked', { extra: { login: await picture(world, tx, known, login) } })
  const scene = { context, tx, known, effective, login: login.id, session: login.sessionId }
  const done = await carryOut(scene, decision, carry)
  await saveLogin(tx, login.id, decision.login, done.epoch, tx.now)
  const now = { ...login, state: decision.login, sent: sent ?? login.sent }
  const body = await picture(world, tx, done.known, now, done.codes)
  const wrong = decision.effects.some((e) => e.do === 'count-failure')
  if (wrong && ifWrong) return ifWrong(body, decision.login.is === 'refused')
  return { body, tokens: done.tokens }
}

export const holderOf = ({ id, sent }: Pick<KnownLogin, 'id' | 'sent'>): Holder => ({ kind: 'login', id, sent })

/** A wrong answer to a code that was sent: a try less. Returns all that was sent there, as it is now. */
export async function countTry(tx: Tx, holder: Holder, factor: string): Promise<Readonly<Record<string, Challenged>>> {
  const challenged = holder.sent[factor]
  if (!challenged) return holder.sent
  const tried = { ...challenged, tries: challenged.tries + 1 }
  await saveSent(tx, holder, factor, tried)
  return { ...holder.sent, [factor]: tried }
}
