/** Passcodes as an authenticator app shows them, computed by the program `oathtool`: an implementation of RFC 6238 that is not ours. */
import { execFileSync } from 'node:child_process'

/** The passcode of a base32 secret (spaces and case do not matter) at a time in milliseconds since 1970. Throws when oathtool is missing. */
export function passcode(secret: string, at: number): string {
  const time = `@${Math.floor(at / 1000)}`
  // The secret goes in by stdin: arguments can be read by everybody on the machine.
  return execFileSync('oathtool', ['--totp', '--base32', '--now', time, '-'], { input: secret.replace(/\s/g, ''), encoding: 'utf8' }).trim()
}
