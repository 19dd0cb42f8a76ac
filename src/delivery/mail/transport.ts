/** The contract of everything that can carry a mail: an SMTP server, the demo's outbox, a test. What a mail says is render.ts. */

/** A mail ready to be sent. Every field but `text` and `html` is a single line. */
export type Mail = {
  readonly to: string
  /** Shown as the sender's name; the address is the transport's. */
  readonly fromName: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With angle brackets; one is made where it is absent. Equal on every try of the same mail, so that doubles can be told. */
  readonly messageId?: string
}

/** `final`: another try would fare no better. `reason` is fit for logs: status codes and fixed words, never what the mail said. */
export type Outcome =
  | { readonly accepted: true; readonly response: string }
  | { readonly accepted: false; readonly final: boolean; readonly reason: string }

export type MailTransport = {
  /** Hands one mail over. Expected failures are outcomes; it does not throw for them. */
  send(mail: Mail): Promise<Outcome>
  /** Rejects when mails could not be handed over now. */
  check(): Promise<void>
  /** Lets what is under way finish, then lets go of every connection. */
  close(): Promise<void>
}
