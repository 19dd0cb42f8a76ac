/** Reads what a page shows for an authenticator app, as text or as the address in the QR code; nothing is computed here. */
import { TOTP, URI } from 'otpauth'
import type { Authenticator } from './tables.ts'

/** The secret in base32, bare; who it is for only where the address says so. Undefined for anything our apps could not use. */
export function readShown(given: string): Authenticator | undefined {
  return /^otpauth:/i.test(given) ? readAddress(given) : readBare(given)
}

function readAddress(given: string): Authenticator | undefined {
  try {
    const app = URI.parse(given)
    const usual = app instanceof TOTP && app.algorithm === 'SHA1' && app.digits === 6 && app.period === 30
    const bare = usual ? readBare(app.secret.base32) : undefined
    return bare && { ...bare, account: app.issuer, username: app.label }
  } catch {
    return undefined
  }
}

function readBare(given: string): Authenticator | undefined {
  const secret = given.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase()
  return /^[A-Z2-7]{16,128}$/.test(secret) ? { account: '', username: '', secret } : undefined
}
