/** All that a decision about one person rests on, read in one statement: user, factors, tallies, policy, floor, account, login. */
import type { Login } from '#rules/login/login.ts'
import type { Policy, Way } from '#rules/policy/policy.ts'
import type { Tally } from '#rules/throttle/wait.ts'
import type { Tx } from '#store/database.ts'
import type { Challenged } from '#store/logins.ts'

export type Language = 'en' | 'de' | 'it'

/** Why somebody proves who they are: `recover` ends with a new password and never with a session. */
export type Purpose = 'sign-in' | 'step-up' | 'recover'
export type FactorState = 'bound' | 'stored' | 'issued' | 'proposed'

export type KnownUser = {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly state: 'invited' | 'active' | 'disabled'
  readonly way: Way
  readonly mustChange: readonly string[]
  readonly epoch: number
  readonly personalKey: string
}
export type KnownFactor = {
  readonly id: string
  readonly type: string
  readonly label: string
  readonly secret: string
  /** `proposed`: a contact that does not count yet; it is never usable. */
  readonly state: FactorState
  readonly usable: boolean
  readonly disabledAt: number | null
  readonly createdAt: number
  readonly usedAt: number | null
  /** When it was first answered right. */
  readonly provenAt: number | null
  /** When a proposed contact counts without having been proven; null: only by proof. */
  readonly takesOverAt: number | null
  /** The factor that goes when this one has taken over. */
  readonly replaces: string | null
}
export type KnownLogin = {
  readonly id: string
  readonly userId: string
  readonly purpose: Purpose
  readonly sessionId: string | null
  readonly state: Login
  readonly sent: Readonly<Record<string, Challenged>>
  readonly enrolment: string | null
  readonly epoch: number
  readonly expiresAt: number
  readonly endedAt: number | null
}
/** `countries`: ISO 3166 codes; `daily`, `monthly`: messages. */
export type SmsRules = { readonly countries?: readonly string[]; readonly daily?: number; readonly monthly?: number }
export type Known = {
  readonly user: KnownUser
  readonly factors: readonly KnownFactor[]
  readonly tallies: Readonly<Record<string, Tally>>
  readonly policy: Policy | null
  readonly floor: Policy | null
  readonly selections: readonly string[]
  readonly account: {
    readonly id: string
    readonly slug: string
    readonly name: string
    readonly language: Language
    readonly state: 'open' | 'suspended'
    readonly helpEmail: string | null
    readonly helpPhone: string | null
    readonly entitlements: Readonly<Record<string, boolean>>
    /** What the account may send by SMS, where it differs from the defaults of rules/throttle. */
    readonly sms: SmsRules
  }
  readonly login: KnownLogin | null
}

const READ = `select json_build_object(
  'user', (select json_build_object('id', u.id, 'username', u.username, 'name', u.name, 'email', u.email, 'language', u.language, 'state', u.state,
     'way', u.way, 'mustChange', u.must_change, 'epoch', u.epoch, 'personalKey', u.personal_key) from users u where u.id = $1),
  'factors', (select coalesce(json_agg(json_build_object('id', f.id, 'type', f.type, 'label', f.label, 'secret', f.secret, 'state', f.state,
     'usable', f.usable, 'disabledAt', f.disabled_at, 'createdAt', f.created_at, 'usedAt', f.used_at, 'provenAt', f.proven_at,
     'takesOverAt', f.takes_over_at, 'replaces', f.replaces) order by f.created_at, f.id), '[]') from factor f where f.user_id = $1),
  'tallies', (select coalesce(json_object_agg(t.scope, json_build_object('failures', t.failures, 'recent', t.recent, 'lastAt', t.last_at)), '{}')
     from tally t where t.user_id = $1 and (t.scope in ('second', 'send', $3) or t.scope like 'factor:%')),
  'policy', (select p.document from policy p order by p.version desc limit 1),
  'floor', (select value from platform_setting where key = 'floor'),
  'selections', (select coalesce(json_agg(s.kind), '[]') from selection s where s.user_id = $1 and s.removed_version is null),
  'account', (select json_build_object('id', a.id, 'slug', a.slug, 'name', a.name, 'language', a.language, 'state', a.state,
     'helpEmail', a.help_email, 'helpPhone', a.help_phone,
     'entitlements', a.entitlements, 'sms', a.sms) from account a where a.id = app.current_account()),
  'login', (select json_build_object('id', l.id, 'userId', l.user_id, 'purpose', l.purpose, 'sessionId', l.session_id, 'state', l.state, 'sent', l.sent,
     'enrolment', l.enrolment, 'epoch', l.epoch, 'expiresAt', l.expires_at, 'endedAt', l.ended_at) from login l where l.id = $2)
) as known`

export type Whom = {
  readonly user: string
  readonly login?: string | undefined /** The tally of the password on this device class. */
  readonly passwordScope?: string
}

/** Undefined when the user is not there (any more). */
export async function readKnown(tx: Tx, whom: Whom): Promise<Known | undefined> {
  const [row] = await tx.query<{ known: Known }>(READ, [whom.user, whom.login ?? null, whom.passwordScope ?? null])
  return row?.known.user ? row.known : undefined
}

/** The same, with user and login locked first: whatever arrives together stands in line, and what is read is what is. */
export async function lockKnown(tx: Tx, whom: Whom): Promise<Known | undefined> {
  const [, , known] = await Promise.all([
    tx.query('select 1 from users where id = $1 for update', [whom.user]),
    whom.login === undefined ? [] : tx.query('select 1 from login where id = $1 for update', [whom.login]),
    readKnown(tx, whom),
  ])
  return known
}
