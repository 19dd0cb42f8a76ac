/** Carries out what the machine decided: bind, issue, set, record, and open the session. The only place that does. */
import type { Tokens } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { asKnown, givenFor, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { openSession } from '#actions/login/frame/mint.ts'
import { notice } from '#actions/message/notify.ts'
import type { Context } from '#actions/world.ts'
import type { Decision } from '#rules/login/login.ts'
import type { Effective } from '#rules/policy/effective.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor, removeOfType, setSecret, setState } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import type { Known } from '#store/known.ts'
import { endAll } from '#store/sessions.ts'
import { clearPasswords } from '#store/tallies.ts'
import { mustChangeNothing } from '#store/users.ts'

/** What an act brings along for the effects it may cause. */
export type Carry = {
  /** A factor on record that its enrolment has proven; `notify` unless it is a mailbox, which needs no letter to itself. */
  readonly bind?: { readonly id: string; readonly type: string; readonly label: string; readonly secret: unknown; readonly notify: boolean }
  /** The new password's secret, already hashed. */
  readonly password?: unknown
}

export type Carried = {
  readonly tokens: Tokens
  readonly codes?: readonly string[] /** Known, and the epoch, as they are after the effects. */
  readonly known: Known
  readonly epoch: number
}

export type Scene = {
  readonly context: Context
  readonly tx: Tx
  readonly known: Known
  readonly effective: Effective
  readonly login: string
  readonly session: string | null
}

export async function carryOut(scene: Scene, decision: Decision, carry: Carry): Promise<Carried> {
  const { context, tx } = scene
  let { known } = scene
  let epoch = known.user.epoch
  let codes: readonly string[] | undefined
  let tokens: Tokens = decision.login.is === 'asking' ? {} : { login: null }
  for (const effect of decision.effects) {
    if (effect.do === 'bind' && carry.bind) known = await bind(scene, known, carry.bind)
    else if (effect.do === 'issue-codes') ({ known, codes } = await issueCodes(context, tx, known))
    else if (effect.do === 'keep-codes') known = await keepCodes(tx, known)
    else if (effect.do === 'set-password') {
      epoch = await setPassword(scene, known, carry.password)
      known = { ...known, user: { ...known.user, epoch, mustChange: [] } }
    } else if (effect.do === 'forgive-passwords') await clearPasswords(tx, known.user.id)
    else if (effect.do === 'record') await audit(scene, effect.what)
    else if (effect.do === 'open-session') tokens = { ...tokens, ...(await openSession({ ...scene, known }, effect.grant)) }
  }
  return { tokens, known, epoch, ...(codes ? { codes } : {}) }
}

const audit = ({ context, tx, known }: Scene, what: string) =>
  record(context.world, tx, tx.now, {
    act: `login ${what}`,
    subject: known.user,
    actor: known.user.id,
    personal: { agent: context.client.agent, address: context.client.address },
  })

async function bind({ context: { world }, tx }: Scene, known: Known, b: NonNullable<Carry['bind']>): Promise<Known> {
  await setState(tx, b.id, 'bound')
  if (b.notify) await notice(world, tx, known, 'factor-added', { type: b.type }, tx.now)
  const row = { id: b.id, type: b.type, label: b.label, secret: sealSecret(world, known, b.secret), state: 'bound' as const }
  const bound = asKnown(row, tx.now, tx.now)
  return { ...known, factors: [...known.factors.filter((f) => f.id !== b.id), bound] }
}

/** Ten new codes, not in force until they are confirmed as kept; the old sheet works until then. */
export async function issueCodes({ world }: Context, tx: Tx, known: Known): Promise<{ known: Known; codes: readonly string[] }> {
  const type = typeNamed(world, 'recovery-code')
  if (!type) throw new Error('recovery codes are not among the factor types')
  const enrolled = await type.enrol(givenFor(world, known, tx.now), '')
  const row = {
    id: newId('fac', tx.now),
    user: known.user.id,
    type: type.name,
    label: '',
    secret: sealSecret(world, known, enrolled.secret),
    state: 'issued' as const,
    provenAt: null,
  }
  await removeOfType(tx, known.user.id, type.name, 'issued')
  await insertFactor(tx, row, tx.now)
  const issued = asKnown(row, tx.now)
  return {
    known: { ...known, factors: [...known.factors.filter((f) => f.state !== 'issued'), issued] },
    codes: enrolled.show['codes'] as readonly string[],
  }
}

export async function keepCodes(tx: Tx, known: Known): Promise<Known> {
  const issued = known.factors.find((f) => f.state === 'issued')
  if (!issued) return known
  await removeOfType(tx, known.user.id, issued.type, 'bound')
  await setState(tx, issued.id, 'bound')
  const others = known.factors.filter((f) => f.type !== issued.type)
  return { ...known, factors: [...others, { ...issued, state: 'bound' }] }
}

/** In place, so that what this login proved stands; everything else that is open ends (promise 10). Returns the new epoch. */
export async function setPassword(
  { context: { world }, tx, login, session }: Pick<Scene, 'context' | 'tx' | 'login' | 'session'>,
  known: Known,
  secret: unknown,
): Promise<number> {
  const factor = known.factors.find((f) => f.type === 'password')
  if (!factor || secret === undefined) throw new Error('a password is set only where there was one')
  await setSecret(tx, factor.id, sealSecret(world, known, secret))
  await mustChangeNothing(tx, known.user.id)
  await notice(world, tx, known, 'password-changed', {}, tx.now)
  return endAll(tx, known.user.id, tx.now, { login, ...(session ? { session } : {}) })
}
