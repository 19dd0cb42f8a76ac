/** What can go wrong with the embedded PostgreSQL, in one sentence, and what to do about it. Printing it is the caller's business. */

/** `message` says what is wrong, `hint` what to do; `cause` holds what the system or PostgreSQL said. */
export class EmbeddedError extends Error {
  readonly hint: string

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EmbeddedError'
    this.hint = hint
  }
}

/** The way out that is always there. */
export const ELSEWHERE = 'set DATABASE_URL to a PostgreSQL of your own'

/** Runs `work`; whatever the file system refuses becomes an EmbeddedError with this message and hint. */
export function orFail<T>(message: string, hint: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    const code = codeOf(error)
    throw new EmbeddedError(code ? `${message.replace(/\.$/, '')} (${code}).` : message, hint, error)
  }
}

/** The code of a system error (`EACCES`) or of a PostgreSQL error (`57P03`). */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
