/**
 * What a factor type is: a few questions it can answer, as plain functions. It never counts attempts, locks, expires,
 * stores, sends or opens a session: the frame in actions/ does that once, for every type alike.
 */
import type { Strength } from '#rules/proof.ts'
import type { RefusalCode } from '#rules/refusals.ts'

/** All a factor type may know of the world, as data and functions. */
export type Given = {
  /** Milliseconds since 1970, from the database's clock. */
  readonly now: number
  /** The account whose user this is: its id, and the name people know it by. */
  readonly account: { readonly id: string; readonly name: string }
  readonly user: { readonly username: string }
  /** What people know the platform by. */
  readonly product: string
  /** `n` unpredictable bytes. */
  readonly random: (n: number) => Uint8Array
  /** A keyed digest, so that what it made cannot be guessed from the database alone. */
  readonly mac: (text: string) => string
  /** Whether `digest` is what `mac` makes, or once made, of `text`. Takes the same time for any text. */
  readonly macIs: (text: string, digest: string) => boolean
  /** The slow password hash, in its own worker pool. Throws `Busy` when the pool is full. */
  readonly argon2: {
    hash(password: string): Promise<string>
    verify(phc: string, password: string): Promise<boolean>
  }
  /** Where pages live, and the WebAuthn relying party: for passkeys. */
  readonly origin: string
  readonly rpId: string
}

/**
 * A right answer names what it used up, and using up a step uses up every step before it: no answer counts twice.
 * Only a password burns nothing: being right does not use it up.
 */
export type Verdict = { readonly ok: true; readonly burns?: string; readonly step?: number } | { readonly ok: false }

/** What enrolment hands to the person (shown once) and to the store (sealed). */
export type Enrolled<Secret> = { readonly show: Readonly<Record<string, unknown>>; readonly secret: Secret }

/** A message to send: returned by a type, sent by the frame. `to` comes from the stored secret, never from a request. */
export type Message = {
  readonly channel: 'mail' | 'sms'
  readonly to: string
  readonly template: string
  readonly data: Readonly<Record<string, string>>
}

/** A challenge that was put: the message that carries it and what is kept with the login to judge the answer. */
export type Challenge<Memo> = { readonly message?: Message; readonly show?: Readonly<Record<string, unknown>>; readonly memo: Memo }

/** What a contact may be: the countries to which messages may go, and the one whose numbers may be typed without a prefix (ISO 3166). */
export type Reach = { readonly countries: readonly string[]; readonly home: string }
/** The value that is kept, and what may be shown of it. */
export type Read = { readonly value: string } | { readonly problem: RefusalCode; readonly extra?: Readonly<Record<string, unknown>> }

/** Why a wrong answer is wrong: it would have been right at another time. It is used up like a right one and never accepted. */
export type Explained = { readonly offBySeconds: number; readonly burns: string; readonly step: number }

/** `input` is what the person typed or what the record says: a new password, the stored address, a label. */
export type FactorType<Secret = unknown, Memo = unknown> = {
  readonly name: string
  readonly alone: Strength
  readonly withPassword: Strength
  /** RFC 8176 authentication method reference. */
  readonly amr: string
  /** True where judging an answer takes long: it is then done before anything is locked. */
  readonly slow?: true
  /** True where the frame must put a challenge before an answer can be right. */
  readonly challenges: boolean
  /** Seconds for which a challenge counts. */
  readonly lifetime?: number
  /** A contact of this kind on record can be asked without the person having chosen it. */
  readonly contact?: 'mail' | 'sms'
  /** A contact that a person may type where none is on record. */
  readonly typed?: true
  /** Of a contact: makes of what was typed the value that is kept, or says what is wrong with it. */
  read?(typed: string, reach: Reach): Read
  /** Searches wide for why an answer was wrong, only to explain it. Undefined: no reason is known. */
  explain?(secret: Secret, answer: string, given: Given): Explained | undefined
  enrol(given: Given, input: string): Enrolled<Secret> | Promise<Enrolled<Secret>>
  challenge?(secret: Secret, given: Given): Challenge<Memo>
  verify(secret: Secret, answer: string, given: Given, memo?: Memo): Verdict | Promise<Verdict>
  /** What may be shown of the secret to somebody who has given the password: a masked address, a label. */
  hint(secret: Secret): string
  /** Of a contact: where its messages go. */
  to?(secret: Secret): string
  /** Of a contact: its whole value as its owner reads it. */
  written?(secret: Secret): string
  /** For the tests: the right answer, as the person or their device would give it. */
  example(
    seen: { readonly input: string; readonly enrolled: Enrolled<Secret>; readonly message: Message | undefined },
    given: Given,
  ): string
}
