/** Where one stands on the way to the new phone: passed doors are solid, the one here is drawn bold. */
import { Fragment } from 'react'
import { FRAME } from '../../parts/Mark.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'

const STEPS = ['happens', 'scan', 'ready'] as const

export function Doorsteps({ at }: { at: 1 | 2 | 3 }) {
  const { t } = useTranslation('console')
  return (
    <ol className="doors" aria-label={t('phone.steps')}>
      {STEPS.map((step, i) => {
        const passed = i + 1 < at
        const here = i + 1 === at
        return (
          <Fragment key={step}>
            {i > 0 && <li className="door-line" aria-hidden="true" />}
            <li className="door" data-here={here || undefined} data-passed={passed || undefined} aria-current={here ? 'step' : undefined}>
              <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
                <path d={passed ? `${FRAME}Z` : FRAME} fill={passed ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2.5" />
                {passed && <path d="m8 15 3 3 5.4-6" fill="none" stroke="var(--sp-paper)" strokeWidth="2.5" />}
              </svg>
              {t(`phone.${step}`)}
            </li>
          </Fragment>
        )
      })}
    </ol>
  )
}
