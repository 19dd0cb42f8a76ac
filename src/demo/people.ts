/** Everybody in the demo as they are at this moment: who can sign in how, with every password and authenticator secret in plain. */
import { judge, openSecret } from '#actions/login/frame/facts.ts'
import { nameDigest, STRANGER } from '#actions/login/frame/guess.ts'
import type { World } from '#actions/world.ts'
import { meets } from '#rules/policy/requirement.ts'
import { ended, NO_FAILURES, STRANGE } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import { type Known, readKnown } from '#store/known.ts'
import { ofPassword } from '#store/tallies.ts'
import type { Somebody, Tables } from './tables.ts'

export type State = 'ready' | 'to-enrol' | 'must-change-password' | 'locked' | 'disabled' | 'invited'
export type Person = {
  /** Its short name. */
  readonly account: string
  readonly accountName: string
  readonly username: string
  readonly name: string
  /** Empty while none was chosen. */
  readonly password: string
  readonly email: string
  readonly language: string
  readonly roles: readonly string[]
  readonly state: State
  /** What can be used beside the password; `secret` in base32, of an authenticator app. */
  readonly factors: readonly { readonly type: string; readonly secret?: string }[]
  /** What they are offered when they must set something up. */
  readonly mayEnrol: readonly string[]
}

export async function readPeople(world: World, tables: Tables): Promise<readonly Person[]> {
  const [everybody, passwords] = await Promise.all([tables.everybody(), tables.passwords()])
  const people: Person[] = []
  for (const [account, some] of Map.groupBy(everybody, (s) => s.account)) {
    const here = await world.store.inAccount(account, (tx) => Promise.all(some.map((s) => read(world, tx, s, passwords))))
    people.push(...here.flatMap((p) => p ?? []))
  }
  return people
}

async function read(world: World, tx: Tx, some: Somebody, passwords: ReadonlyMap<string, string>): Promise<Person | undefined> {
  const strangers = ofPassword(nameDigest(world, some.usernameKey), STRANGER)
  const known = await readKnown(tx, { user: some.id, passwordScope: strangers })
  if (!known) return undefined
  const { user } = known
  const { facts } = judge(world, known, tx.now)
  const locked = ended(known.tallies[strangers] ?? NO_FAILURES, STRANGE)
  return {
    account: some.slug,
    accountName: some.accountName,
    username: user.username,
    name: user.name,
    password: passwordOf(world, known, passwords),
    email: user.email,
    language: user.language,
    roles: some.roles,
    state: stateOf(known, locked, meets(facts.need, facts.held)),
    factors: facts.held.filter((h) => h.type !== 'password').map((h) => shown(world, known, h.factor, h.type)),
    mayEnrol: facts.enrollable,
  }
}

function stateOf({ user }: Known, locked: boolean, equipped: boolean): State {
  if (user.state !== 'active') return user.state
  if (locked) return 'locked'
  if (user.mustChange.length > 0) return 'must-change-password'
  return equipped ? 'ready' : 'to-enrol'
}

function passwordOf(world: World, known: Known, passwords: ReadonlyMap<string, string>): string {
  const factor = known.factors.find((f) => f.type === 'password')
  if (!factor) return ''
  const { phc } = openSecret(world, known, factor) as { phc: string }
  return passwords.get(phc) ?? ''
}

function shown(world: World, known: Known, id: string, type: string): Person['factors'][number] {
  const factor = known.factors.find((f) => f.id === id)
  return factor && type === 'totp' ? { type, secret: (openSecret(world, known, factor) as { key: string }).key } : { type }
}
