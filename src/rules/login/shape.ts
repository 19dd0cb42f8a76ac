/** What the outside sees of a login: the shapes of the API contract. How they are filled is tell.ts and actions/login. */

export type Offered = { readonly id: string; readonly type: string; readonly hint: string }

/** A code that was sent in this login. Times are ISO 8601 UTC. */
export type Sent = {
  readonly factor: string
  /** Three letters, equal on the page and in the message. */
  readonly reference: string
  readonly sentTo: string
  readonly channel: 'mail' | 'sms'
  readonly sentAt: string
  readonly resendAt: string
  readonly validUntil: string
  readonly triesLeft: number
  /**
   * queued: not handed over yet; accepted: the server took it; delayed: it refused or is away, retried while the code is valid;
   * delivered: it is on the phone; undelivered: it was taken, and then could not be brought there.
   */
  readonly delivery: 'queued' | 'accepted' | 'delayed' | 'failed' | 'expired' | 'delivered' | 'undelivered'
  readonly acceptedAt?: string
  /** When the handset had it, where the provider tells. */
  readonly deliveredAt?: string
  readonly from?: string
}

export type PasswordRules = {
  readonly minLength: number
  readonly maxLength: number
  readonly level: 'modern' | 'basic' | 'medium' | 'advanced'
}

export type Ask =
  | { readonly kind: 'answer'; readonly factors: readonly Offered[]; readonly sent?: Sent }
  | { readonly kind: 'prove-contact'; readonly contacts: readonly Offered[]; readonly sent?: Sent; readonly skippableUntil?: string }
  | { readonly kind: 'enrol'; readonly types: readonly string[]; readonly sent?: Sent; readonly skippableUntil?: string }
  | { readonly kind: 'save-recovery-codes'; readonly codes?: readonly string[] }
  | { readonly kind: 'new-password'; readonly reasons: readonly string[]; readonly rules: PasswordRules }

export type PublicLogin = {
  readonly id: string
  /** `recovered`: a new password was set; it signs nobody in. */
  readonly state: 'asking' | 'granted' | 'refused' | 'recovered'
  readonly reason?: string
  readonly ask?: Ask
  readonly expiresAt: string
  /** The server's clock when this was written: countdowns go by it. */
  readonly now: string
  /** Told only to somebody who has given the right password. */
  readonly account?: { readonly name: string; readonly slug: string; readonly help: { readonly email?: string; readonly phone?: string } }
  readonly user?: { readonly username: string; readonly name: string; readonly language: 'en' | 'de' | 'it' }
  readonly purpose: 'sign-in' | 'step-up' | 'recover'
}

/** Beside a wrong passcode, where it is that of another time: how far the phone is behind (positive) or ahead (negative). */
export type ClockOff = { readonly offBySeconds: number }

export type PublicSession = {
  readonly user: {
    readonly id: string
    readonly username: string
    readonly name: string
    readonly email: string
    readonly language: 'en' | 'de' | 'it'
  }
  readonly account: { readonly id: string; readonly name: string; readonly slug: string }
  /** What was proven when this session was opened, and when. */
  readonly factors: readonly { readonly id: string; readonly type: string; readonly at: string }[]
  readonly strength: string
  readonly permissions: readonly string[]
  readonly expiresAt: string
  readonly csrf: string
}
