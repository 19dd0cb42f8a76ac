/** What somebody sees of themselves and of their own security: the shapes of `/me`. How they are filled is actions/me. Times are ISO 8601 UTC. */
import type { PasswordRules, Sent } from '#rules/login/shape.ts'

export type ContactKind = 'mail' | 'sms'

/** A contact on record, whole: only its owner is shown it. */
export type Contact = {
  readonly id: string
  readonly kind: ContactKind
  /** An address, or a number as people read it. */
  readonly value: string
  readonly hint: string
  /** When a code sent there was first answered. */
  readonly provenAt?: string
  /** False: suspended by whoever had the contact before; nothing goes there until it was proven anew. */
  readonly usable: boolean
  /** It is asked for at sign-in. */
  readonly asked: boolean
}

/** A contact that does not count yet. */
export type Proposed = {
  readonly id: string
  readonly kind: ContactKind
  readonly value: string
  readonly by: 'self' | 'administrator'
  /** When it counts without having been proven; absent: only by proof. */
  readonly takesOverAt?: string
  /** The code that was sent there in this session. */
  readonly sent?: Sent
}

/** `allowed`: the account lets it be asked; `held`: it can be asked now. */
export type WayOpen = { readonly type: string; readonly allowed: boolean; readonly held: boolean }

export type Me = {
  readonly user: {
    readonly id: string
    readonly username: string
    readonly name: string
    readonly email: string
    readonly language: 'en' | 'de' | 'it'
  }
  readonly account: {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly help: { readonly email?: string; readonly phone?: string }
  }
  /** What is asked at sign-in: a type, or `choose`. */
  readonly way: string
  readonly ways: readonly WayOpen[]
  readonly contacts: readonly Contact[]
  readonly proposed: readonly Proposed[]
  /** By which a new password is chosen. */
  readonly rules: PasswordRules
}

export type OwnFactor = {
  readonly id: string
  readonly type: string
  /** The name it was given, or a masked contact. */
  readonly label: string
  readonly boundAt: string
  readonly lastUsedAt?: string
  /** Of recovery codes: how many are unused. */
  readonly left?: number
  /** Asked because the account’s rules say so, without having been chosen: it cannot be removed. */
  readonly implied?: boolean
  /** The older phone that goes once this one was used. */
  readonly replaces?: string
  /** It goes once the newer phone was used. */
  readonly retires?: boolean
}

export type OwnSession = {
  readonly id: string
  /** The one that asks. */
  readonly current: boolean
  /** What the browser called itself. */
  readonly agent: string
  /** The network address it was opened from; empty where it is not known. */
  readonly address: string
  readonly openedAt: string
  readonly seenAt: string
  readonly expiresAt: string
  /** The types of the factors that opened it. */
  readonly factors: readonly string[]
}

/** A code that has gone out to a contact of one's own. */
export type CodeSent = { readonly reference: string; readonly sentTo: string; readonly sentAt: string; readonly resendAt: string }

/** What happened to one's own account lately. */
export type OwnAct = { readonly at: string; readonly act: string; readonly address?: string; readonly agent?: string }
