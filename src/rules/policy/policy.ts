/** The policy document of an account, as it is stored in versions, and the floor of the platform. Reading it is effective.ts. */
import type { Strength } from '#rules/proof.ts'

export const MODES = ['off', 'selected', 'everyone', 'everyone-except'] as const
export type Mode = (typeof MODES)[number]

/** Second-factor types a policy can allow. Recovery codes come with them and are not chosen. */
export const SECOND_TYPES = ['totp', 'email', 'sms', 'passkey', 'mock'] as const

export const LEVELS = ['modern', 'basic', 'medium', 'advanced'] as const
export type PasswordLevel = (typeof LEVELS)[number]

export type Policy = {
  readonly twoFactor: {
    readonly mode: Mode
    readonly types: readonly string[]
    /** Raises what is asked above the weakest allowed type. */
    readonly atLeast: Strength
    /** A first enrolment needs a code to the stored mailbox (promise 6). */
    readonly proveContact: boolean
    /** Until when people may put enrolment off, in milliseconds; null: not at all. */
    readonly skippableUntil: number | null
  }
  readonly password: {
    readonly level: PasswordLevel
    /** Null: by situation, 15 where the password stands alone and 12 beside a second factor. */
    readonly minLength: number | null
  }
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number }
  /** Absent: who holds nothing but the mailbox asks for help (the mailbox would open both doors). */
  readonly recovery?: { readonly mailboxAlone: boolean }
}

/** A new account: the modern rules (SECURITY.md, The honest posture). */
export const DEFAULT_POLICY: Policy = {
  twoFactor: { mode: 'everyone', types: ['totp', 'passkey'], atLeast: 'strong', proveContact: true, skippableUntil: null },
  password: { level: 'modern', minLength: null },
  session: { idleMinutes: 30, absoluteHours: 12 },
}

/** The reserved account `platform`: its operators are always asked for a strong factor. */
export const OPERATOR_POLICY: Policy = { ...DEFAULT_POLICY, session: { idleMinutes: 15, absoluteHours: 8 } }

/** What no account can go below. The operator raises it; as it stands it demands nothing and ends nothing early. */
export const PLATFORM_FLOOR: Policy = {
  twoFactor: { mode: 'off', types: SECOND_TYPES, atLeast: 'two-step', proveContact: false, skippableUntil: null },
  password: { level: 'modern', minLength: 8 },
  session: { idleMinutes: 24 * 60, absoluteHours: 30 * 24 },
  recovery: { mailboxAlone: true },
}

/** How one user is asked (MW-6). `choose`: among what the account allows. */
export const WAYS = ['choose', 'email', 'sms', 'totp'] as const
export type Way = (typeof WAYS)[number]

/** The part of a user that a policy reads. Selections and exceptions live beside the document, with the version that made them. */
export type Subject = { readonly way: Way; readonly selected: boolean; readonly excepted: boolean }
