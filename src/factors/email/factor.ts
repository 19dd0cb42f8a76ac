/** A six-digit code to the mailbox on record (two-step, never called multi-factor). It returns the message; the frame sends it. */
import type { FactorType } from '#factors/factor.ts'
import { drawCode, judgeCode, type Memo } from '#factors/sent-code.ts'

type Secret = { readonly address: string }

/** One plain address: no name, no list, nothing quoted; a domain with a dot in it. */
const ADDRESS = /^[^\s@"<>(),;:\\[\]]{1,64}@[^\s@"<>(),;:\\[\]]+\.[^\s@"<>(),;:\\[\]]{2,}$/u

export const email: FactorType<Secret, Memo> = {
  name: 'email',
  alone: 'none',
  withPassword: 'two-step',
  amr: 'email',
  challenges: true,
  lifetime: 600,
  contact: 'mail',
  read(typed) {
    const value = typed.trim()
    return value.length <= 254 && ADDRESS.test(value) ? { value } : { problem: 'contact/address-invalid' }
  },
  enrol: (_given, input) => ({ show: {}, secret: { address: input } }),
  challenge(secret, given) {
    const { code, memo } = drawCode(given)
    return { message: { channel: 'mail', to: secret.address, template: 'login-code', data: { code } }, memo }
  },
  verify: (_secret, answer, given, memo) => judgeCode(answer, given, memo),
  hint: ({ address }) => masked(address),
  to: ({ address }) => address,
  written: ({ address }) => address,
  example: ({ message }) => message?.data['code'] ?? '',
}

/** The first letter and the domain: enough for the owner, little for anybody else. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}•••••••${at < 0 ? '' : address.slice(at)}`
}
