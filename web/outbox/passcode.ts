/** What an authenticator app does, done in the page: passcodes from a secret and a clock (RFC 6238, SHA-1, six digits, 30 seconds), and reading a secret that was pasted. */
import { Secret, TOTP, URI } from 'otpauth'

const PERIOD_S = 30
const SHORTEST = 16

/** The passcode at `now` (milliseconds since 1970), or undefined for a secret that cannot be read. */
export function passcode(secret: string, now: number): string | undefined {
  try {
    return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD_S }).generate({ timestamp: now })
  } catch {
    return undefined
  }
}

/** Whole seconds, 30 to 1, for which the passcode of `now` is still shown. */
export const secondsLeft = (now: number): number => PERIOD_S - (Math.floor(now / 1000) % PERIOD_S)

/** Six digits as people read them: 482 913. */
export const inThrees = (code: string): string => code.replace(/^(\d{3})(\d{3})$/, '$1\u00a0$2')

/** A key in any spelling, as base32, or an otpauth address as it is; undefined for anything else. */
export function readSecret(typed: string): string | undefined {
  const text = typed.trim()
  if (/^otpauth:/i.test(text)) {
    try {
      return URI.parse(text) instanceof TOTP ? text : undefined
    } catch {
      return undefined
    }
  }
  const key = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase()
  return key.length >= SHORTEST && /^[A-Z2-7]+$/.test(key) ? key : undefined
}
