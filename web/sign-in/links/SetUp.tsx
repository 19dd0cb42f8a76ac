/** The one-time set-up link: who the first operator is. The login that follows binds two factors. */
import { useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { lookAtSetUp } from '../../api/login.ts'
import { isFault } from '../../api/problem.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Fault } from '../Fault.tsx'
import { Step } from '../Step.tsx'
import { Wait } from '../Wait.tsx'
import { Next } from './Next.tsx'
import { Over } from './Over.tsx'
import { SetUpForm } from './SetUpForm.tsx'
import { useLook } from './useLook.ts'

export function SetUp({ token, onLogin }: { token: string; onLogin(login: PublicLogin): void }) {
  const { t } = useTranslation()
  const { found, problem } = useLook(() => lookAtSetUp(token))
  const [over, setOver] = useState(false)
  if (problem && isFault(problem)) return <Fault problem={problem} />
  if (problem || over) return <Over title={t('setUp.overTitle')} why={t('setUp.over')} ask={t('setUp.overAsk')} />
  if (!found) return <Wait />
  const aside = (
    <Next title={t('setUp.asideTitle')} steps={['setUp.step1', 'setUp.step2', 'setUp.step3']}>
      <p className="quiet">{t('setUp.quiet')}</p>
    </Next>
  )
  return (
    <Step at={1} title={t('setUp.title')} lead={t('setUp.lead')} aside={aside}>
      <SetUpForm token={token} rules={found.rules} onLogin={onLogin} onOver={() => setOver(true)} />
    </Step>
  )
}
