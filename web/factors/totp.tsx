/** The authenticator app: type its passcode. Connecting one is totp-enrol.tsx, loaded when it is asked. */
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { answer } from '../api/login.ts'
import { Facts } from '../parts/Facts.tsx'
import { Rich } from '../parts/Rich.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { accountName, useFlow } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import type { AnswerProps, FactorPage } from './factor.ts'

function Answer({ factor, ways }: AnswerProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const account = accountName(login)
  const aside = (
    <div className="aside-text">
      <h2>{t('totp.asideTitle')}</h2>
      <p>{t('totp.aside')}</p>
      <h3>{t('totp.clockTitle')}</h3>
      <p>{t('totp.clock')}</p>
      <Facts
        prose
        rows={[
          ['iPhone', t('totp.iphone')],
          ['Android', t('totp.android')],
        ]}
      />
    </div>
  )
  return (
    <Step at={2} account={login.account} title={t('totp.title')} lead={<Rich text="totp.lead" values={{ account }} />} aside={aside}>
      <CodeForm
        label={t('totp.label')}
        description={t('totp.help')}
        action={t('totp.action')}
        wrong={t('totp.wrong')}
        send={(code) => answer(factor.id, code)}
      />
      <Ways>{ways}</Ways>
    </Step>
  )
}

export const totp: FactorPage = {
  type: 'totp',
  icon: 'phone',
  name: 'totp.name',
  use: 'totp.use',
  promise: 'enrol.totpText',
  Answer,
  Enrol: lazy(() => import('./totp-enrol.tsx')),
}
