/** The end of moving to a new phone: what happens next. And what is said to somebody who has nothing to move. */
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useMe } from '../data/queries.ts'
import { toldOf } from '../told.ts'

export function Ready() {
  const { t } = useTranslation('console')
  const told = toldOf(useMe(), 'quiet')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('phone.readyTitle')}
      </h2>
      <p className="after">{t('phone.readyLead')}</p>
      <p className="after">{t('phone.readyOld')}</p>
      {told !== '' && <p className="quiet after">{t('phone.readyTold', { to: told })}</p>}
      <Back />
    </>
  )
}

export function NoApp() {
  const { t } = useTranslation('console')
  return (
    <section className="block first">
      <p>{t('phone.notYet')}</p>
      <Back />
    </section>
  )
}

function Back() {
  const { t } = useTranslation('console')
  return (
    <p className="after">
      <Link className="text-button" to="/me/security">
        {t('phone.back')}
      </Link>
    </p>
  )
}
