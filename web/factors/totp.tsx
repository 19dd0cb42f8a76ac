/** The authenticator app: type its passcode. Connecting one is totp-enrol.tsx, loaded when it is asked. */
import { lazy } from 'react'
import { answer } from '../api/login.ts'
import { Rich } from '../parts/Rich.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { accountName, useFlow, useTurn } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import type { AnswerProps, FactorPage } from './factor.ts'
import { ClockSteps, Clocks, explainClock, useClockOff } from './totp-clock.tsx'

function Answer({ factor, title, ways }: AnswerProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const turn = useTurn()
  const off = useClockOff(turn.problem)
  const account = accountName(login)
  const lead =
    factor.hint === '' ? (
      <Rich text="totp.lead" values={{ account }} />
    ) : (
      <Rich text="totp.leadNamed" values={{ account, name: factor.hint }} />
    )
  return (
    <Step at={2} account={login.account} title={title ?? t('totp.title')} lead={lead} aside={off ? <Clocks {...off} /> : <Where />}>
      <CodeForm
        label={t('totp.label')}
        description={t('totp.help')}
        action={t('totp.action')}
        wrong={t('totp.wrong')}
        turn={turn}
        explain={explainClock}
        send={(code) => answer(factor.id, code)}
      />
      <Ways>{ways}</Ways>
    </Step>
  )
}

function Where() {
  const { t } = useTranslation()
  return (
    <div className="aside-text">
      <h2>{t('totp.asideTitle')}</h2>
      <p>{t('totp.aside')}</p>
      <h3>{t('totp.clockTitle')}</h3>
      <p>{t('totp.clock')}</p>
      <ClockSteps />
    </div>
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
