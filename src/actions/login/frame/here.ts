/**
 * Wrong answers by network address, over all accounts and nodes: strangers who try many names, or one after the other, are
 * held up there; a device its owner has signed in from is not. How many and how long is rules/throttle/window.ts.
 */
import { usernameKey } from '#actions/input.ts'
import { knownDevice } from '#actions/tokens.ts'
import type { Context, World } from '#actions/world.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { type Hold, heldFor, IN_A_ROW, NAMES } from '#rules/throttle/window.ts'
import type { Tx } from '#store/database.ts'
import type { Known } from '#store/known.ts'
import { enqueue } from '#store/messages.ts'
import { clearMeter, lockMeters, mark, readMeters, type Times } from '#store/meters.ts'

/** What was counted at the caller's address when this was read. */
export type Here = readonly Times[]

/** Names are counted under a keyed digest, so that names nobody has count like any other; a rotation of keys refills nothing. */
export const nameDigest = (world: World, key: string): string => world.seal.lasting(`username ${key}`).slice(-24)

const HOLDS: readonly Hold[] = [IN_A_ROW, NAMES]
const scopesOf = ({ seal }: World, address: string) => ({
  row: seal.lasting(`wrong answers from ${address}`),
  names: seal.lasting(`names tried from ${address}`),
})
type Scopes = ReturnType<typeof scopesOf>

const read = (tx: Tx, { row, names }: Scopes): Promise<Here> =>
  readMeters(tx, [
    { scope: row, most: IN_A_ROW.most },
    { scope: names, most: NAMES.most },
  ])

/** Sent beside what is read anyway: it costs no round trip of its own. The terminal has no address and is not counted. */
export const lookHere = ({ world, client }: Context, tx: Tx): Promise<Here> =>
  client.address === '' ? Promise.resolve([]) : read(tx, scopesOf(world, client.address))

const longest = (here: Here, now: number): number => Math.max(0, ...here.map((times, n) => heldFor(times, HOLDS[n] ?? NAMES, now)))
const refused = (here: Here, now: number): Refusal | undefined => {
  const wait = longest(here, now)
  return wait > 0 ? refuse('login/from-here', { retryAfter: Math.ceil(wait / 1000) }) : undefined
}

const known = ({ world, client }: Context, { user }: Known): boolean => knownDevice(world, client.deviceToken, user) !== undefined

/** Refused while this address is held up, unless it is a device of this very person: nothing is verified, nothing is counted. */
export const heldHere = (context: Context, who: Known, here: Here, now: number): Refusal | undefined =>
  known(context, who) ? undefined : refused(here, now)

/** Counts a wrong answer, or refuses it where others were counted up to the limit since it was let through. Before any audit row. */
export async function failedHere(context: Context, tx: Tx, who: Known, name: string | undefined): Promise<Refusal | undefined> {
  const { world, client } = context
  if (client.address === '' || known(context, who)) return undefined
  const scopes = scopesOf(world, client.address)
  const [, here] = await Promise.all([lockMeters(tx, [scopes.row, scopes.names]), read(tx, scopes)])
  const late = refused(here, tx.now)
  if (late) return late
  mark(tx, scopes.row, Buffer.from(world.random(12)).toString('base64url'), tx.now)
  mark(tx, scopes.names, name ?? nameDigest(world, usernameKey(who.user.username)), tx.now)
  // One more name can make it too many: then the operators are told, in the log and in the audit log of the platform.
  if ((here[1]?.length ?? 0) < NAMES.most - 1) return undefined
  const [, names = []] = await read(tx, scopes)
  if (heldFor(names, NAMES, tx.now) > 0) await enqueue(tx, 'names-tried', { address: client.address, source: scopes.names.slice(-12) })
  return undefined
}

/** Somebody got in by the first door: what failed in a row is over. The names that were tried stay counted. */
export function openedHere({ world, client }: Context, tx: Tx): void {
  if (client.address !== '') clearMeter(tx, scopesOf(world, client.address).row)
}
