/** The factor type to copy when you write one: a word by mail. It is real, and listed for tests only. */
import type { FactorType } from '#factors/factor.ts'

type Secret = { readonly address: string }
type Memo = { readonly digest: string }

export const mock: FactorType<Secret, Memo> = {
  name: 'mock',
  alone: 'none',
  withPassword: 'two-step',
  amr: 'mock',
  challenges: true,
  lifetime: 300,
  enrol: (_given, input) => ({ show: {}, secret: { address: input } }),
  challenge(secret, given) {
    const code = Buffer.from(given.random(8)).toString('hex')
    return { message: { channel: 'mail', to: secret.address, template: 'login-code', data: { code } }, memo: { digest: given.mac(code) } }
  },
  verify: (_secret, answer, given, memo) => (memo && given.macIs(answer, memo.digest) ? { ok: true, burns: memo.digest } : { ok: false }),
  hint: ({ address }) => `${address.slice(0, 1)}•••••••${address.slice(address.lastIndexOf('@'))}`,
  example: ({ message }) => message?.data['code'] ?? '',
}
