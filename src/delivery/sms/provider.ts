/** The contract of everything that can carry an SMS: a gateway, a service, the demo's outbox. Which one is asked, and when the next, is sender.ts. */

export type Sms = {
  /** E.164. */
  readonly to: string
  readonly text: string
  /** Of the message: equal at every provider and on every try, so that doubles can be told. */
  readonly id: string
  /** Where this provider may say what became of it. */
  readonly reportUrl?: string
  /** Whole seconds after which it is of no use to anybody; a provider that can then drops it. */
  readonly validFor?: number
}

/**
 * refused: another try at this provider would fare no better. later: it was surely not taken and may be asked again.
 * unknown: it may have been taken, so this provider is never asked again for this message.
 * `reason` is fit for logs: status codes and fixed words, never a number, a text or a password.
 */
export type Outcome = { readonly went: 'accepted' } | { readonly went: 'refused' | 'later' | 'unknown'; readonly reason: string }

export type Provider = {
  /** Names it in addresses of reports and in logs: letters, digits and dashes. */
  readonly name: string
  /** Hands one SMS over, once. Expected failures are outcomes; it does not throw for them. */
  send(sms: Sms): Promise<Outcome>
  /** Rejects when an SMS could not be handed over now. Sends nothing. */
  check(): Promise<void>
  /** Lets what is under way finish. */
  close(): Promise<void>
}
