/** Putting enrolment off, while that is allowed, and how many days are left. */
import type { TFunction } from 'i18next'
import { until as msUntil } from '../api/clock.ts'
import { skip } from '../api/login.ts'
import { Trouble } from '../parts/Trouble.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { useTurn } from './flow.ts'
import { Way } from './Ways.tsx'

const DAY_MS = 86_400_000

export function Later({ until }: { until: string | undefined }) {
  const { t } = useTranslation()
  const { problem, go } = useTurn()
  if (until === undefined) return null
  const later = () => void go(skip)
  return (
    <>
      <Way word={t('enrol.later')} onGo={later} />
      {problem && (
        <li>
          <Trouble problem={problem} retry={later} />
        </li>
      )}
    </>
  )
}

/** A begun day counts. Nothing when there is no date. */
export function daysLeft(t: TFunction, until: string | undefined): string | undefined {
  return until === undefined ? undefined : t('enrol.daysLeft', { count: Math.max(1, Math.ceil(msUntil(until) / DAY_MS)) })
}
