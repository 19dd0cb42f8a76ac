/** Something this person alone knows. The slow hash is given; whether a password may be chosen is rules/password. */
import type { FactorType } from '#factors/factor.ts'
import { normalised } from '#rules/password/strength.ts'

type Secret = { readonly phc: string }

export const password: FactorType<Secret> = {
  name: 'password',
  alone: 'password',
  withPassword: 'password',
  amr: 'pwd',
  challenges: false,
  async enrol(given, input) {
    return { show: {}, secret: { phc: await given.argon2.hash(normalised(input)) } }
  },
  async verify(secret, answer, given) {
    const right = await given.argon2.verify(secret.phc, normalised(answer))
    // The one answer that being right does not use up: it burns a number of its own.
    return right ? { ok: true, burns: Buffer.from(given.random(16)).toString('hex') } : { ok: false }
  },
  hint: () => '',
  example: ({ input }) => input,
}
