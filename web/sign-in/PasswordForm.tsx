/** One password and one button: to show that it is known, or to choose a new one by the rules. */

import type { PasswordRules } from '#rules/login/shape.ts'
import type { Problem } from '../api/problem.ts'
import { PasswordField } from '../parts/PasswordField.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { FieldForm, ifWrong } from './FieldForm.tsx'
import { passwordTrouble, ruleText } from './rules.ts'

type Props = {
  label: string
  action: string
  /** Whose password it is: for the password manager. */
  username: string
  /** Given when a new password is chosen. */
  rules?: PasswordRules
  busy: boolean
  problem: Problem | undefined
  send(password: string): unknown
}

export function PasswordForm({ label, action, username, rules, busy, problem, send }: Props) {
  const { t } = useTranslation()
  const missing = rules ? t('newPassword.missing') : t('start.passwordMissing')
  return (
    <FieldForm
      action={action}
      busy={busy}
      problem={problem}
      check={(text) => (text === '' ? missing : undefined)}
      words={rules ? (found) => passwordTrouble(t, found) : ifWrong(t('password.wrong'))}
      send={send}
    >
      {(field) => (
        <>
          <input className="vh" type="text" autoComplete="username" value={username} readOnly tabIndex={-1} aria-hidden="true" />
          <PasswordField
            {...field}
            label={label}
            description={rules && ruleText(t, rules)}
            fills={rules ? 'new-password' : 'current-password'}
          />
        </>
      )}
    </FieldForm>
  )
}
