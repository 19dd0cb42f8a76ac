/** What is told of the people that the demo is seeded with. Who they are is in the files beside this one; seed.ts makes them. */
import { DEFAULT_POLICY, type Policy, type Way } from '#rules/policy/policy.ts'
import type { NewAccount } from '#store/accounts.ts'
import type { Language, SmsRules } from '#store/known.ts'

/** What became of somebody who cannot simply sign in. */
export type Fate = 'must-change' | 'locked' | 'disabled' | 'invited'

export type Role = {
  readonly username: string
  readonly name: string
  readonly email: string
  /** Absent for the invited: they choose one. */
  readonly password?: string
  /** How they are asked; `choose` when absent. */
  readonly way?: Way
  /** Only counts under a policy that selects. */
  readonly selected?: boolean
  /** Has bound an authenticator app, with recovery codes beside it. */
  readonly app?: boolean
  /** The name of a second authenticator app beside the first. */
  readonly secondApp?: string
  /** Has recovery codes without an app. */
  readonly codes?: boolean
  /** In E.164. Proven by whoever is asked by SMS, otherwise only on record. */
  readonly mobile?: string
  readonly administrator?: boolean
  /** The account's when absent. */
  readonly language?: Language
  readonly fate?: Fate
}

export type Troupe = {
  readonly account: Omit<NewAccount, 'id'>
  readonly policy: Policy
  /** Granted where it is there. */
  readonly sms?: SmsRules
  readonly people: readonly Role[]
}

/** A policy that differs from the modern one in its two-factor rules and in the length of passwords. */
export const policyWith = (twoFactor: Partial<Policy['twoFactor']>): Policy => ({
  ...DEFAULT_POLICY,
  twoFactor: { ...DEFAULT_POLICY.twoFactor, ...twoFactor },
  password: { level: 'modern', minLength: 12 },
})
