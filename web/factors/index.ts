/** The factor types these pages know, in the order in which they are offered. A new type is one file and one line here. */
import { email } from './email.tsx'
import type { FactorPage } from './factor.ts'
import { password } from './password.tsx'
import { recoveryCode } from './recovery-code.tsx'
import { sms } from './sms.tsx'
import { totp } from './totp.tsx'

export const PAGES: readonly FactorPage[] = [password, totp, sms, email, recoveryCode]

export const pageOf = (type: string): FactorPage | undefined => PAGES.find((page) => page.type === type)

/** What is offered, in our order and without types that this page does not know. */
export const inOrder = <T extends { readonly type: string }>(offered: readonly T[]): readonly T[] =>
  PAGES.flatMap((page) => offered.filter((one) => one.type === page.type))
