/** A six-digit code to the mailbox on record (two-step, never called multi-factor). It returns the message; the frame sends it. */
import type { FactorType, Given } from '#factors/factor.ts'

type Secret = { readonly address: string }
/** Only a keyed digest of the code is kept, bound to this challenge by its nonce. */
type Memo = { readonly nonce: string; readonly digest: string }

const DIGITS = 6

export const email: FactorType<Secret, Memo> = {
  name: 'email',
  alone: 'none',
  withPassword: 'two-step',
  amr: 'email',
  challenges: true,
  lifetime: 600,
  contact: 'mail',
  enrol: (_given, input) => ({ show: {}, secret: { address: input } }),
  challenge(secret, given) {
    const code = digits(given)
    const nonce = Buffer.from(given.random(12)).toString('hex')
    return {
      message: { channel: 'mail', to: secret.address, template: 'login-code', data: { code } },
      memo: { nonce, digest: given.mac(`${nonce} ${code}`) },
    }
  },
  verify(_secret, answer, given, memo) {
    const code = answer.replace(/\s/g, '')
    if (!memo || !/^[0-9]{6}$/.test(code)) return { ok: false }
    return given.macIs(`${memo.nonce} ${code}`, memo.digest) ? { ok: true, burns: `code ${memo.nonce}` } : { ok: false }
  },
  hint: ({ address }) => masked(address),
  example: ({ message }) => message?.data['code'] ?? '',
}

/** Six digits, all equally likely: draws that would favour the small ones are thrown away. */
function digits(given: Given): string {
  const limit = 10 ** DIGITS
  for (;;) {
    const draw = Buffer.from(given.random(4)).readUInt32BE()
    if (draw < Math.floor(2 ** 32 / limit) * limit) return String(draw % limit).padStart(DIGITS, '0')
  }
}

/** The first letter and the domain: enough for the owner, little for anybody else. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}•••••••${at < 0 ? '' : address.slice(at)}`
}
