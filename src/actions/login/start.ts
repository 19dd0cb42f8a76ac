/** The first door: username and password. A name nobody has takes the same reads, hash, writes and answer as a wrong password. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { password, text, usernameKey } from '#actions/input.ts'
import { tellBroken } from '#actions/login/frame/broken.ts'
import { carryOut } from '#actions/login/frame/effects.ts'
import { judge, unchanged } from '#actions/login/frame/facts.ts'
import { doorOf, judged, STRANGER, waiting } from '#actions/login/frame/guess.ts'
import { heldHere, lookHere, nameDigest } from '#actions/login/frame/here.ts'
import { picture } from '#actions/login/frame/picture.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { newToken } from '#actions/tokens.ts'
import type { Context } from '#actions/world.ts'
import { begin, decide } from '#rules/login/decide.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import { type Known, lockKnown, readKnown } from '#store/known.ts'
import { insertLogin } from '#store/logins.ts'
import { decoyKey, findUsername } from '#store/lookups.ts'
import { ofPassword } from '#store/tallies.ts'

/** How long a person has for all steps. */
export const LOGIN_MS = 15 * 60_000

const WRONG = refuse('login/wrong-answer')

export const startLogin = action({
  name: 'login.start',
  about: 'Begins a login with username and password.',
  rest: { method: 'POST', path: '/logins', status: 201 },
  may: 'anyone',
  input: z.strictObject({ username: text(200), password: password() }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const { world } = context
    const name = nameDigest(world, usernameKey(input.username))
    const found = await findUsername(world.store, usernameKey(input.username), decoyKey(Buffer.from(name).readUInt16BE(20)))
    if (!found) throw new Error('there are no decoys: the platform was not prepared')

    const before = await readFor(context, found, name)
    const factor = before?.known.factors.find((f) => f.type === 'password')
    if (!before || !factor) return WRONG
    const stopped = heldHere(context, before.known, before.here, before.now) ?? waiting(before.known, factor, before.door, before.now)
    if (stopped) return stopped
    const verdict = await verify(world, before.known, factor, input.password, undefined, before.now)

    return world.store.inAccount(found.account, async (tx): Promise<Outcome<PublicLogin>> => {
      const { door } = before
      const [known, here] = await Promise.all([lockKnown(tx, { user: found.userId, passwordScope: door.scope }), lookHere(context, tx)])
      const held = known?.factors.find((f) => f.id === factor.id)
      if (!known || !held) return WRONG
      // What changed while the hash was computed wins: another password, another epoch, a wait that began.
      const barred = heldHere(context, known, here, tx.now) ?? waiting(known, held, door, tx.now)
      if (barred) return barred
      const stale = !unchanged(world, known, held, factor) || known.user.epoch !== before.known.user.epoch
      const counts = !stale && !found.decoy
      const result = await judged(context, tx, known, held, door, counts ? verdict : { ok: false })
      if (isRefusal(result)) return result
      await tellBroken(world, tx, known)
      return result === 'right' ? opened(context, tx, known, held.id) : WRONG
    })
  },
})

/** Reads with the tally of this device class, which is known only once the user's epoch is: a second read for the rare known device. */
async function readFor(context: Context, { account, userId: user }: { account: string; userId: string }, name: string) {
  const read = (passwordScope: string) =>
    context.world.store.glance(account, async (tx) => {
      const [known, here] = await Promise.all([readKnown(tx, { user, passwordScope }), lookHere(context, tx)])
      return known && { known, here, door: doorOf(context, known, name), now: tx.now }
    })
  const strange = ofPassword(name, STRANGER)
  const first = await read(strange)
  return first && first.door.scope !== strange ? read(first.door.scope) : first
}

/** The password was right: the machine says what comes next. */
async function opened(context: Context, tx: Tx, known: Known, factor: string): Promise<Outcome<PublicLogin>> {
  const { world } = context
  const { facts, effective } = judge(world, known, tx.now)
  const decision = decide(begin(), { type: 'answered', factor, verdict: 'right' }, facts)
  const token = newToken(world)
  const login = { id: newId('lgn', tx.now), purpose: 'sign-in' as const, state: decision.login, sent: {}, expiresAt: tx.now + LOGIN_MS }
  const row = { ...login, token: token.digest, user: known.user.id, session: null, epoch: known.user.epoch, agent: context.client.agent }
  await insertLogin(tx, row, tx.now)
  const done = await carryOut({ context, tx, known, effective, login: login.id, session: null }, decision, {})
  const body = await picture(world, tx, done.known, login)
  return { body, tokens: decision.login.is === 'asking' ? { login: token.text } : done.tokens }
}
