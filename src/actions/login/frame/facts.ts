/** From what is known to the facts of the machine, and to what a factor type is given. */
import type { World } from '#actions/world.ts'
import type { FactorType, Given } from '#factors/factor.ts'
import { best } from '#rules/login/held.ts'
import type { Facts } from '#rules/login/login.ts'
import type { Effective, Level } from '#rules/policy/effective.ts'
import { factsOf, type Record } from '#rules/policy/facts.ts'
import { DEFAULT_POLICY, OPERATOR_POLICY, PLATFORM_FLOOR } from '#rules/policy/policy.ts'
import { allows } from '#rules/policy/requirement.ts'
import { stronger } from '#rules/proof.ts'
import type { Known, KnownFactor } from '#store/known.ts'
import { DECOY_ACCOUNT, PLATFORM_ACCOUNT } from '#store/lookups.ts'

/** What the house is called where an authenticator app lists it. */
export const PRODUCT = 'Sallyport'

export type Judged = { readonly facts: Facts; readonly effective: Effective }

export function judge(world: World, known: Known, now: number): Judged {
  const judged = factsOf(recordOf(world, known), levelsOf(known), world.catalogue, now)
  return known.login?.purpose === 'step-up' ? { ...judged, facts: forChange(judged.facts) } : judged
}

/**
 * The facts of a change of one's own (promise 6): it needs the strongest that one holds and may show, disabled ones included,
 * not only what lets one in. Who is let in by the password alone shows the mailbox on record too.
 */
export function forChange(facts: Facts): Facts {
  const { need, held, blocked, contacts } = facts
  const most = best([...held, ...blocked].filter((p) => allows(need, p)))
  if (most === 'none' && need.atLeast === 'password' && contacts.length > 0)
    return { ...facts, need: { atLeast: 'two-step' }, held: [...held, ...contacts] }
  return { ...facts, need: { ...need, atLeast: stronger(need.atLeast, most) } }
}

/** The platform's floor and the account's policy. A missing policy is the strictest that there is, never none. */
function levelsOf(known: Known): readonly Level[] {
  const own = known.policy ?? (known.account.id === PLATFORM_ACCOUNT ? OPERATOR_POLICY : DEFAULT_POLICY)
  const floor = known.floor ?? PLATFORM_FLOOR
  // Operators stand under a fixed level of their own, whatever their account's document says.
  const operators: readonly Level[] = known.account.id === PLATFORM_ACCOUNT ? [{ name: 'platform', policy: OPERATOR_POLICY }] : []
  return [{ name: 'platform', policy: floor }, ...operators, { name: 'account', policy: own }]
}

/** SMS is granted, not given; and where no way to send it is set up, it is offered to nobody. */
export const withheld = (world: World, known: Pick<Known, 'account'>): readonly string[] =>
  world.sms && known.account.entitlements['sms'] === true ? [] : ['sms']

function recordOf(world: World, known: Known): Record {
  const open = known.user.state === 'active' && known.account.state === 'open'
  return {
    user: known.account.id === DECOY_ACCOUNT ? 'nobody' : open ? 'open' : 'closed',
    subject: { way: known.user.way, selected: known.selections.includes('selected'), excepted: known.selections.includes('excepted') },
    factors: known.factors.map((f) => ({
      id: f.id,
      type: f.type,
      state: f.state,
      // What does not open can be asked of nobody; it still counts as held.
      disabled: f.disabledAt !== null || (f.type !== 'password' && !opens(world, known, f)),
      usable: f.usable,
      shown: f.usedAt !== null,
      proven: f.provenAt !== null || f.usedAt !== null,
    })),
    mustChange: known.user.mustChange,
    withheld: withheld(world, known),
  }
}

export const typeNamed = (world: World, name: string): FactorType | undefined => world.types.find((t) => t.name === name)

/** All a factor type may know, for this user at this moment. */
export function givenFor(world: World, known: Known, now: number): Given {
  const { account, user } = known
  return {
    now,
    account: { id: account.id, name: account.name },
    user: { username: user.username },
    product: PRODUCT,
    random: world.random,
    // Bound to account and user: a digest made for one person is worth nothing beside another.
    mac: (text) => world.seal.mac(`${account.id} ${user.id} ${text}`),
    macIs: (text, digest) => world.seal.macIs(`${account.id} ${user.id} ${text}`, digest),
    argon2: { hash: (p) => world.hashing.hash(p, account.id), verify: (phc, p) => world.hashing.verify(phc, p, account.id) },
    origin: world.origin,
    rpId: world.rpId,
  }
}

const place = (known: Pick<Known, 'account' | 'user'>) => ({ account: known.account.id, user: known.user.id, column: 'factor.secret' })
export const openSecret = (world: World, known: Pick<Known, 'account' | 'user'>, factor: Pick<KnownFactor, 'secret'>): unknown =>
  JSON.parse(world.seal.open(factor.secret, place(known)))
/** Rows that were read once are asked about several times in one step. */
const opened = new WeakMap<KnownFactor, boolean>()
/** Whether the secret can be read at all: not when it was damaged, moved, or sealed by a key that was lost. */
export function opens(world: World, known: Known, factor: KnownFactor): boolean {
  const before = opened.get(factor)
  if (before !== undefined) return before
  let does = true
  try {
    openSecret(world, known, factor)
  } catch {
    does = false
  }
  opened.set(factor, does)
  return does
}
export const sealSecret = (world: World, known: Known, secret: unknown): string => world.seal.seal(JSON.stringify(secret), place(known))

/** A factor that is not in the database yet, as it would be read from there. */
export const asKnown = (
  f: Pick<KnownFactor, 'id' | 'type' | 'label' | 'secret' | 'state'>,
  now: number,
  usedAt: number | null = null,
): KnownFactor => ({
  ...f,
  usable: f.state !== 'proposed',
  disabledAt: null,
  createdAt: now,
  usedAt,
  provenAt: usedAt,
  takesOverAt: null,
  replaces: null,
})

/** Whether a factor is what it was a moment ago. Sealed anew under another key, it is. */
export const unchanged = (world: World, known: Known, now: KnownFactor, before: KnownFactor): boolean =>
  now.secret === before.secret || world.seal.open(now.secret, place(known)) === world.seal.open(before.secret, place(known))

export const sealEnrolment = (world: World, known: Known, pending: unknown): string =>
  world.seal.seal(JSON.stringify(pending), { ...place(known), column: 'login.enrolment' })
export const openEnrolment = (world: World, known: Known, sealed: string): unknown =>
  JSON.parse(world.seal.open(sealed, { ...place(known), column: 'login.enrolment' }))

/** What a factor is called before those who gave the password: masked, never the secret itself. */
export function hintOf(world: World, known: Known, factor: KnownFactor): string {
  const type = typeNamed(world, factor.type)
  // A name given later stands over the one it was enrolled with; a contact is always called by itself.
  if (factor.label !== '' && !type?.contact) return factor.label
  return type && opens(world, known, factor) ? type.hint(openSecret(world, known, factor)) : ''
}
