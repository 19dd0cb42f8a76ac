/** The only list of factor types. Adding one is a folder beside this file and one line here. */
import { email } from '#factors/email/factor.ts'
import type { FactorType } from '#factors/factor.ts'
import { mock } from '#factors/mock/factor.ts'
import { password } from '#factors/password/factor.ts'
import { recoveryCode } from '#factors/recovery-code/factor.ts'
import { sms } from '#factors/sms/factor.ts'
import { totp } from '#factors/totp/factor.ts'
import type { Catalogue } from '#rules/policy/facts.ts'

export const factorTypes: readonly FactorType[] = [password, totp, email, sms, recoveryCode]
/** With the one that is for tests: main.ts never uses this list. */
export const testedTypes: readonly FactorType[] = [...factorTypes, mock]

/** What rules may know of the types: their worth, and how they come to be. */
export const catalogueOf = (types: readonly FactorType[]): Catalogue =>
  types.map((t) => ({
    name: t.name,
    alone: t.alone,
    withPassword: t.withPassword,
    contact: t.contact !== undefined,
    mailbox: t.contact === 'mail',
    typed: t.typed === true,
    enrollable: t.name !== 'password' && t.name !== 'recovery-code',
  }))
