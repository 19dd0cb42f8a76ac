/** A login that begins with a link instead of a password: the person has just chosen one, and the link vouches for the mailbox. */
import type { Outcome } from '#actions/action.ts'
import { carryOut } from '#actions/login/frame/effects.ts'
import { judge, sealSecret } from '#actions/login/frame/facts.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { LOGIN_MS } from '#actions/login/start.ts'
import { newToken } from '#actions/tokens.ts'
import type { Context } from '#actions/world.ts'
import { begin, decide } from '#rules/login/decide.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor, removeOfType } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { type Known, lockKnown } from '#store/known.ts'
import { insertLogin } from '#store/logins.ts'
import { setUserState } from '#store/users.ts'

/** Sets the first password of `known` and goes on to what the policy asks. Under the user's lock. */
export async function beginVouched(context: Context, tx: Tx, known: Known, secret: unknown): Promise<Outcome<PublicLogin>> {
  const { world, client } = context
  const { user } = known
  const factor = {
    id: newId('fac', tx.now),
    user: user.id,
    type: 'password',
    label: '',
    secret: sealSecret(world, known, secret),
    state: 'bound' as const,
    provenAt: tx.now,
  }
  await removeOfType(tx, user.id, 'password', 'bound')
  await insertFactor(tx, factor, tx.now)
  await setUserState(tx, user.id, 'active')
  const now = await lockKnown(tx, { user: user.id })
  if (!now) throw new Error('a user was lost under its own lock')

  const { facts, effective } = judge(world, now, tx.now)
  const decision = decide(begin(true), { type: 'answered', factor: factor.id, verdict: 'right' }, facts)
  const token = newToken(world)
  const login = { id: newId('lgn', tx.now), purpose: 'sign-in' as const, state: decision.login, sent: {}, expiresAt: tx.now + LOGIN_MS }
  const row = { ...login, token: token.digest, user: user.id, session: null, epoch: now.user.epoch, agent: client.agent }
  await insertLogin(tx, row, tx.now)
  const done = await carryOut({ context, tx, known: now, effective, login: login.id, session: null }, decision, {})
  const body = await picture(world, tx, done.known, login)
  return { body, tokens: decision.login.is === 'asking' ? { login: token.text } : done.tokens }
}
