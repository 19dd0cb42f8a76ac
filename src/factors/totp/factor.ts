/** Passcodes from an authenticator app (RFC 6238): SHA-1, six digits, 30 seconds, one step of drift either way, a 160-bit key. */
import { Secret as Key, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import type { FactorType, Given } from '#factors/factor.ts'

type Secret = { readonly key: string; readonly label: string }

const PERIOD = 30
const DIGITS = 6
const DRIFT = 1
/** How far a phone's clock may be off for us to see it: ten minutes either way. */
const WIDE = 20

const generator = (secret: Secret, given: Given): TOTP =>
  new TOTP({
    // Product, account and username, and the phone's own name: apps that list by them never overwrite one entry with another.
    issuer: `${readable(given.account.name)} (${readable(given.product)})`,
    label: secret.label === '' ? readable(given.user.username) : `${readable(given.user.username)} (${readable(secret.label)})`,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD,
    secret: Key.fromBase32(secret.key),
  })

/** A colon separates issuer and label in the address: inside either, apps would cut there. */
const readable = (name: string): string => name.replaceAll(':', ' ').replace(/\s+/g, ' ').trim()

export const totp: FactorType<Secret> = {
  name: 'totp',
  alone: 'none',
  withPassword: 'strong',
  amr: 'otp',
  challenges: false,
  /** `input` is the name the person gives this phone; it may be empty. Shows `{secret, uri, qr}`, `qr` as SVG with a quiet zone. */
  enrol(given, input) {
    const bytes = Uint8Array.from(given.random(20))
    const secret = { key: new Key({ buffer: bytes.buffer }).base32, label: input }
    const uri = generator(secret, given).toString()
    return { show: { secret: secret.key, uri, qr: renderSVG(uri, { ecc: 'M', border: 4 }) }, secret }
  },
  verify(secret, answer, given) {
    const token = answer.replace(/\s/g, '')
    if (!/^[0-9]{6}$/.test(token)) return { ok: false }
    const delta = generator(secret, given).validate({ token, timestamp: given.now, window: DRIFT })
    if (delta === null) return { ok: false }
    const step = Math.floor(given.now / 1000 / PERIOD) + delta
    return { ok: true, burns: `step ${step}`, step }
  },
  explain(secret, answer, given) {
    const token = answer.replace(/\s/g, '')
    if (!/^[0-9]{6}$/.test(token)) return undefined
    const delta = generator(secret, given).validate({ token, timestamp: given.now, window: WIDE })
    if (delta === null || Math.abs(delta) <= DRIFT) return undefined
    const step = Math.floor(given.now / 1000 / PERIOD) + delta
    // Measured from the middle of the step that the phone shows; a phone that is behind shows an older step.
    return { offBySeconds: Math.round(given.now / 1000 - (step + 0.5) * PERIOD), burns: `step ${step}`, step }
  },
  hint: (secret) => secret.label,
  example: ({ enrolled }, given) => generator(enrolled.secret, given).generate({ timestamp: given.now }),
}
