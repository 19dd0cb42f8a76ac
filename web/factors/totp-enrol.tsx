/** Connecting an authenticator app: the QR code, the first passcode, and beside it why this is asked. Loaded when it is asked. */

import { confirm } from '../api/login.ts'
import { Rich } from '../parts/Rich.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { accountName, useFlow, useTurn } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { day } from '../texts/moment.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import type { EnrolProps } from './factor.ts'
import { Clocks, explainClock, useClockOff } from './totp-clock.tsx'
import { Connect } from './totp-connect.tsx'
import { Stores } from './totp-stores.tsx'

export default function Enrol({ ways, remark, until }: EnrolProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const account = accountName(login)
  const turn = useTurn()
  const off = useClockOff(turn.problem)
  const why =
    until === undefined ? (
      <Rich text="totp.why" values={{ account }} />
    ) : (
      <Rich text="totp.whyUntil" values={{ account, date: day(until) }} />
    )
  const aside = (
    <div className="aside-text">
      <h2>{t('totp.whyTitle')}</h2>
      <p>{why}</p>
      <ol className="plain-steps">
        <li>
          <Rich text="totp.step1" />
          <Stores />
        </li>
        <li>
          <Rich text="totp.step2" />
        </li>
        <li>
          <Rich text="totp.step3" />
        </li>
      </ol>
      <p className="quiet">{t('totp.once', { account })}</p>
    </div>
  )
  return (
    <Step at={2} account={login.account} title={t('totp.enrolTitle')} aside={off ? <Clocks {...off} /> : aside} remark={remark}>
      <Connect />
      <CodeForm
        label={t('totp.label')}
        description={t('totp.enrolHelp', { account })}
        action={t('totp.action')}
        wrong={t('totp.enrolWrong')}
        turn={turn}
        explain={explainClock}
        send={confirm}
      />
      <Ways>{ways}</Ways>
    </Step>
  )
}
