/** A sheet of ten one-time codes for the day the phone is gone: 80 bits each, of which only keyed digests are kept. */
import type { FactorType } from '#factors/factor.ts'

type Secret = { readonly digests: readonly string[] }

const COUNT = 10
const BYTES = 10
// Crockford's letters: none that is mistaken for another.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export const recoveryCode: FactorType<Secret> = {
  name: 'recovery-code',
  alone: 'none',
  withPassword: 'strong',
  amr: 'otp',
  challenges: false,
  enrol(given) {
    const codes = Array.from({ length: COUNT }, () => spelled(given.random(BYTES)))
    return { show: { codes }, secret: { digests: codes.map((code) => given.mac(read(code))) } }
  },
  verify(secret, answer, given) {
    const code = read(answer)
    if (code.length !== (BYTES * 8) / 5) return { ok: false }
    const used = secret.digests.find((digest) => given.macIs(code, digest))
    return used === undefined ? { ok: false } : { ok: true, burns: used }
  },
  hint: () => '',
  example: ({ enrolled }) => (enrolled.show as { readonly codes: readonly string[] }).codes[0] ?? '',
}

/** Ten bytes as sixteen letters in fours. */
function spelled(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (b) => b.toString(2).padStart(8, '0')).join('')
  const letters = bits.replace(/.{5}/g, (five) => LETTERS.charAt(Number.parseInt(five, 2)))
  return letters.match(/.{4}/g)?.join('-') ?? letters
}

/** However it was typed: case, spaces, dashes, and the letters people mistake. */
const read = (typed: string): string =>
  typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
