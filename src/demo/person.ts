/** Makes one person of the demo as the house itself would have left them: user, factors, and what became of them. */
import { newPersonalKey } from '#actions/audit/record.ts'
import { usernameKey } from '#actions/input.ts'
import { givenFor, typeNamed } from '#actions/login/frame/facts.ts'
import { judged, STRANGER } from '#actions/login/frame/guess.ts'
import { nameDigest } from '#actions/login/frame/here.ts'
import { invite } from '#actions/user/inviting.ts'
import type { World } from '#actions/world.ts'
import { isRefusal } from '#rules/refusals.ts'
import { QUIET_MS, STRANGE } from '#rules/throttle/wait.ts'
import { type AccountFacts, giveRole } from '#store/accounts.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { readKnown } from '#store/known.ts'
import { count, ofPassword } from '#store/tallies.ts'
import { insertUser, mustChange, select, setUserState } from '#store/users.ts'
import type { Role } from './cast/index.ts'
import type { Tables } from './tables.ts'

export type Scene = { readonly world: World; readonly tx: Tx; readonly account: AccountFacts; readonly tables: Tables }
/** `at`: since when they have been there. `role`: the id of a role to give. */
type More = { readonly phc: string | undefined; readonly role: string | undefined; readonly at: number }

/** The first version of the account's policy is what selected them. */
const FIRST_VERSION = 1

export async function addPerson(scene: Scene, who: Role, more: More): Promise<void> {
  const { tx } = scene
  const id = who.fate === 'invited' ? await invited(scene, who) : await member(scene, who, more)
  if (who.selected) await select(tx, id, 'selected', FIRST_VERSION)
  if (more.role) await giveRole(tx, id, more.role)
  if (who.app) await enrol(scene, id, 'totp', '')
  if (who.secondApp) await enrol(scene, id, 'totp', who.secondApp)
  if (who.app || who.codes) await enrol(scene, id, 'recovery-code', '')
  if (who.fate === 'must-change') await mustChange(tx, id, 'asked')
  if (who.fate === 'disabled') await setUserState(tx, id, 'disabled')
  if (who.fate === 'locked') await lock(scene, id, usernameKey(who.username))
}

/** A real invitation: its mail leaves when the server starts. */
async function invited({ world, tx, account }: Scene, who: Role): Promise<string> {
  const { username, name, email, language = account.language, way = 'choose' } = who
  const made = await invite(world, tx, account, { username, name, email, language, way }, 'system')
  if (isRefusal(made)) throw new Error(`the demo could not invite ${username}: ${made.refused}`)
  return made.id
}

async function member(scene: Scene, who: Role, { phc, at }: More): Promise<string> {
  const { world, tx, account } = scene
  const { username, name, email, language = account.language, way = 'choose' } = who
  const id = newId('usr', tx.now)
  const user = { id, username, usernameKey: usernameKey(username), name, email, language, way, state: 'active' as const }
  const made = await insertUser(tx, { ...user, personalKey: newPersonalKey(world, account.id, id) }, at)
  if (!made) throw new Error(`the demo's username ${username} is taken`)
  await put(scene, id, 'password', { phc }, 'bound')
  await put(scene, id, 'email', { address: email }, 'stored')
  if (who.mobile) await put(scene, id, 'sms', { number: who.mobile }, way === 'sms' ? 'bound' : 'stored')
  return id
}

/** The order in which they came to be, which is the order in which they are offered. */
const IN_ORDER = ['password', 'email', 'sms', 'totp', 'recovery-code']

type State = 'bound' | 'stored'

async function put({ world, tx, account }: Scene, user: string, type: string, secret: unknown, state: State, label = ''): Promise<string> {
  const at = tx.now - IN_ORDER.length + IN_ORDER.indexOf(type)
  const id = newId('fac', at)
  const sealed = world.seal.seal(JSON.stringify(secret), { account: account.id, user, column: 'factor.secret' })
  const provenAt = state === 'bound' ? at : null
  await insertFactor(tx, { id, user, type, label, secret: sealed, state, provenAt }, at)
  return id
}

/** What an enrolment leaves; the sheet of recovery codes is kept to be shown. `label` names an authenticator app. */
async function enrol(scene: Scene, user: string, type: 'totp' | 'recovery-code', label: string): Promise<void> {
  const { world, tx, tables } = scene
  const known = await readKnown(tx, { user })
  if (!known) throw new Error('a person of the demo was lost')
  const enrolled = await typeNamed(world, type)?.enrol(givenFor(world, known, tx.now), label)
  const factor = await put(scene, user, type, enrolled?.secret, 'bound', label)
  const codes = enrolled?.show['codes'] as readonly string[] | undefined
  if (codes) await tables.rememberSheet(factor, codes)
}

/** Strangers have failed as often as they may but once; the last failure is a real one, with its audit rows and its notice. */
async function lock({ world, tx }: Scene, user: string, key: string): Promise<void> {
  const scope = ofPassword(nameDigest(world, key), STRANGER)
  await Promise.all(Array.from({ length: STRANGE.end - 1 }, () => count(tx, user, scope, tx.now, QUIET_MS)))
  const known = await readKnown(tx, { user, passwordScope: scope })
  const password = known?.factors.find((f) => f.type === 'password')
  if (!known || !password) throw new Error('a person of the demo was lost')
  await judged(
    { world, client: { agent: '', address: '' }, terminal: false },
    tx,
    known,
    password,
    { scope, device: undefined },
    { ok: false },
  )
}
