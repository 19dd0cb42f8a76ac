/** Everybody in the demo as they are at this moment: who can sign in how, with every password and authenticator secret in plain. */
import { givenFor, judge, openSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { STRANGER } from '#actions/login/frame/guess.ts'
import { nameDigest } from '#actions/login/frame/here.ts'
import type { World } from '#actions/world.ts'
import type { Verdict } from '#factors/factor.ts'
import { meets } from '#rules/policy/requirement.ts'
import { ended, NO_FAILURES, STRANGE } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import { type Known, type KnownFactor, readKnown } from '#store/known.ts'
import { ofPassword } from '#store/tallies.ts'
import type { Sheet, Somebody, Tables } from './tables.ts'

export type State = 'ready' | 'to-enrol' | 'must-change-password' | 'locked' | 'disabled' | 'invited'
export type Shown = { readonly type: string; readonly secret?: string; readonly label?: string; readonly codes?: readonly string[] }
export type Person = {
  /** Its short name. */
  readonly account: string
  readonly accountName: string
  readonly username: string
  readonly name: string
  /** Empty while none was chosen. */
  readonly password: string
  readonly email: string
  /** In E.164, while one is on record. */
  readonly mobile?: string
  readonly language: string
  readonly roles: readonly string[]
  readonly state: State
  /** What can be used beside the password, now or when it is forgotten. `secret` in base32, of an authenticator app; `codes` that are left, of a seeded sheet. */
  readonly factors: readonly Shown[]
  /** What they are offered when they must set something up. */
  readonly mayEnrol: readonly string[]
}

type Secrets = { readonly passwords: ReadonlyMap<string, string>; readonly sheets: ReadonlyMap<string, Sheet> }

export async function readPeople(world: World, tables: Tables): Promise<readonly Person[]> {
  const [everybody, passwords, sheets] = await Promise.all([tables.everybody(), tables.passwords(), tables.sheets()])
  const secrets = { passwords, sheets }
  const people: Person[] = []
  for (const [account, some] of Map.groupBy(everybody, (s) => s.account)) {
    const here = await world.store.inAccount(account, (tx) => Promise.all(some.map((s) => read(world, tx, s, secrets))))
    people.push(...here.flatMap((p) => p ?? []))
  }
  return people
}

async function read(world: World, tx: Tx, some: Somebody, { passwords, sheets }: Secrets): Promise<Person | undefined> {
  const strangers = ofPassword(nameDigest(world, some.usernameKey), STRANGER)
  const known = await readKnown(tx, { user: some.id, passwordScope: strangers })
  if (!known) return undefined
  const { user } = known
  const { facts } = judge(world, known, tx.now)
  // Beside a mailbox a sheet is not asked for at sign-in; it counts when the password is forgotten.
  const sheet = facts.beside.filter((b) => b.type === 'recovery-code' && !facts.held.some((h) => h.factor === b.factor))
  const locked = ended(known.tallies[strangers] ?? NO_FAILURES, STRANGE)
  return {
    account: some.slug,
    accountName: some.accountName,
    username: user.username,
    name: user.name,
    password: passwordOf(world, known, passwords),
    email: user.email,
    ...mobileOf(world, known),
    language: user.language,
    roles: some.roles,
    state: stateOf(known, locked, meets(facts.need, facts.held)),
    factors: [...facts.held.filter((h) => h.type !== 'password'), ...sheet].map((h) =>
      shown({ world, known, now: tx.now }, h.factor, sheets),
    ),
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

/** The number that messages go to, proven or not; one that is only proposed is not on record yet. */
function mobileOf(world: World, known: Known): { mobile?: string } {
  const factor = known.factors.find((f) => f.type === 'sms' && f.state !== 'proposed')
  return factor ? { mobile: (openSecret(world, known, factor) as { number: string }).number } : {}
}

type Place = { readonly world: World; readonly known: Known; readonly now: number }

function shown(place: Place, id: string, sheets: Secrets['sheets']): Shown {
  const { world, known } = place
  const factor = known.factors.find((f) => f.id === id)
  if (!factor) throw new Error('a factor of the demo was lost')
  const { type, label } = factor
  if (type === 'totp') {
    const { key } = openSecret(world, known, factor) as { key: string }
    return { type, secret: key, ...(label === '' ? {} : { label }) }
  }
  const sheet = sheets.get(id)
  return sheet ? { type, codes: left(place, factor, sheet) } : { type }
}

function left({ world, known, now }: Place, factor: KnownFactor, { codes, used }: Sheet): readonly string[] {
  const type = typeNamed(world, factor.type)
  const secret = openSecret(world, known, factor)
  return codes.filter((code) => {
    const verdict = type?.verify(secret, code, givenFor(world, known, now)) as Verdict | undefined
    return verdict?.ok === true && verdict.burns !== undefined && !used.includes(verdict.burns)
  })
}
