/** "Confirm it is you": the password of the person who is signed in. */

import { answer } from '../api/login.ts'
import { Rich } from '../parts/Rich.tsx'
import { useFlow, useTurn } from '../sign-in/flow.ts'
import { PasswordForm } from '../sign-in/PasswordForm.tsx'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import type { AnswerProps } from './factor.ts'

export default function Answer({ factor, ways }: AnswerProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { busy, problem, go } = useTurn()
  const username = login.user?.username ?? ''
  const aside = (
    <div className="aside-text">
      <h2>{t('password.asideTitle')}</h2>
      <p>{t('password.aside')}</p>
    </div>
  )
  const lead = <Rich text="password.confirmLead" values={{ username }} />
  return (
    <Step at={1} account={login.account} title={t('password.confirmTitle')} lead={lead} aside={aside}>
      <PasswordForm
        label={t('start.password')}
        action={t('action.continue')}
        username={username}
        busy={busy}
        problem={problem}
        send={(text) => go(() => answer(factor.id, text))}
      />
      <Ways>{ways}</Ways>
    </Step>
  )
}
