/** The password rules of an account in words, and what is wrong with a password that was refused. */
import type { TFunction } from 'i18next'
import type { PasswordRules } from '#rules/login/shape.ts'
import type { Problem } from '../api/problem.ts'
import { refusalText } from '../texts/refusal.ts'

export function ruleText(t: TFunction, rules: PasswordRules): string {
  const count = rules.minLength
  const texts = {
    modern: t('newPassword.rules', { count }),
    basic: t('newPassword.rules', { count }),
    medium: t('newPassword.rulesMedium', { count }),
    advanced: t('newPassword.rulesAdvanced', { count }),
  }
  return `${texts[rules.level]} ${t('newPassword.refused')}`
}

/** The sentence for under the field, if the problem is about the password. */
export function passwordTrouble(t: TFunction, problem: Problem | undefined): string | undefined {
  return problem?.code.startsWith('password/') ? refusalText(t, problem.code) : undefined
}
