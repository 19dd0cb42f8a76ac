/** Something this person alone knows. The slow hash is given; whether a password may be chosen is rules/password. */
import type { FactorType } from '#factors/factor.ts'
import { normalised } from '#rules/password/strength.ts'

type Secret = { readonly phc: string }

export const password: FactorType<Secret> = {
  name: 'password',
  alone: 'password',
  withPassword: 'password',
  amr: 'pwd',
  slow: true,
  challenges: false,
  async enrol(given, input) {
    return { show: {}, secret: { phc: await given.argon2.hash(normalised(input)) } }
  },
  async verify(secret, answer, given) {
    return (await given.argon2.verify(secret.phc, normalised(answer))) ? { ok: true } : { ok: false }
  },
  hint: () => '',
  example: ({ input }) => input,
}
