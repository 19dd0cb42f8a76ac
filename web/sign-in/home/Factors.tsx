/** One's own factors, read only: what they are, since when, and how many recovery codes are left. */
import { useCallback, useEffect, useState } from 'react'
import { type OwnFactor, ownFactors } from '../../api/session.ts'
import { inOrder, pageOf } from '../../factors/index.ts'
import { Icon } from '../../parts/Icon.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { day, moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useCall } from '../flow.ts'
import { leave } from '../places.ts'

const CODES = 10

export function Factors() {
  const { t } = useTranslation()
  const { problem, run, fail } = useCall()
  const [own, setOwn] = useState<readonly OwnFactor[]>()
  const load = useCallback(
    () =>
      void run(ownFactors, (trouble) => (trouble.status === 401 ? leave('sessionOver') : fail(trouble))).then((found) =>
        setOwn(found?.factors),
      ),
    [run, fail],
  )
  useEffect(load, [load])
  return (
    <section className="block">
      <h2>{t('home.factors')}</h2>
      {problem && <Trouble problem={problem} retry={load} />}
      {own?.length === 0 && <p className="quiet">{t('home.noFactors')}</p>}
      <ul className="rows">
        {inOrder(own ?? []).map((factor) => (
          <Row key={factor.id} factor={factor} />
        ))}
      </ul>
      <a className="text-button" href="/me/security">
        {t('home.toSecurity')}
      </a>
    </section>
  )
}

function Row({ factor }: { factor: OwnFactor }) {
  const { t } = useTranslation()
  const page = pageOf(factor.type)
  if (!page) return null
  return (
    <li>
      <Icon name={page.icon} size={19} />
      <span className="row-text">
        <b>{t(page.name)}</b>
        <small>
          <Since factor={factor} />
        </small>
      </span>
      {factor.left !== undefined && <Left left={factor.left} />}
    </li>
  )
}

function Since({ factor: { type, label, boundAt, lastUsedAt } }: { factor: OwnFactor }) {
  const { t } = useTranslation()
  const date = day(boundAt)
  const used = lastUsedAt === undefined ? '' : moment(lastUsedAt)
  if (type === 'recovery-code') return t('home.made', { date })
  if (type === 'password') return used === '' ? t('home.set', { date }) : t('home.setUsed', { date, used })
  const since = used === '' ? t('home.connected', { date }) : t('home.connectedUsed', { date, used })
  return label === '' ? since : `${label} · ${since}`
}

function Left({ left }: { left: number }) {
  const { t } = useTranslation()
  return (
    <span className="left">
      <span className="pips" aria-hidden="true">
        {Array.from({ length: CODES }, (_, i) => i).map((i) => (
          <i key={i} data-on={i < left || undefined} />
        ))}
      </span>
      <small>{t('home.left', { count: left })}</small>
    </span>
  )
}
