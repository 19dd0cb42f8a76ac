/** "Ways to prove it is you": each second factor with what can be done about it, and below them the ones that could be added. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ContactKind, OwnFactor } from '#rules/me.ts'
import { inOrder, pageOf } from '../../factors/index.ts'
import { Icon } from '../../parts/Icon.tsx'
import { day, moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFactors, useMe } from '../data/queries.ts'
import { AddApp } from './AddApp.tsx'
import { AddCodes } from './AddCodes.tsx'
import { Block } from './Block.tsx'
import { Remove } from './Remove.tsx'
import { Rename } from './Rename.tsx'
import { useFactorName } from './useFactorName.ts'

type Doing = { readonly what: 'app' | 'email' | 'sms' } | { readonly what: 'rename' | 'remove'; readonly factor: OwnFactor }

export function Ways() {
  const { t } = useTranslation('console')
  const me = useMe()
  const factors = useFactors()
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const own = inOrder(factors.filter(({ type }) => type !== 'password' && type !== 'recovery-code'))
  const may = (type: string) => me.ways.some((way) => way.type === type && way.allowed)
  // A suspended contact is changed first; until then nothing can be sent there.
  const reached = (kind: ContactKind) => !me.contacts.some((contact) => contact.kind === kind && !contact.usable)
  const has = (type: string) => own.some((factor) => factor.type === type)
  return (
    <Block title={t('ways.title')} lead={own.length === 0 ? t('ways.none') : undefined}>
      {own.length > 0 && (
        <ul className="rows">
          {own.map((factor) => (
            <Row key={factor.id} factor={factor} all={own} act={setDoing} />
          ))}
        </ul>
      )}
      <div className="buttons after">
        {may('totp') && (
          <Button variant="default" onClick={() => setDoing({ what: 'app' })}>
            {t('ways.addApp')}
          </Button>
        )}
        {may('email') && !has('email') && reached('mail') && (
          <Button variant="default" onClick={() => setDoing({ what: 'email' })}>
            {t('ways.addMail')}
          </Button>
        )}
        {may('sms') && !has('sms') && reached('sms') && (
          <Button variant="default" onClick={() => setDoing({ what: 'sms' })}>
            {t('ways.addSms')}
          </Button>
        )}
      </div>
      {doing?.what === 'app' && <AddApp onClose={close} />}
      {(doing?.what === 'email' || doing?.what === 'sms') && <AddCodes type={doing.what} onClose={close} />}
      {doing?.what === 'rename' && <Rename factor={doing.factor} onClose={close} />}
      {doing?.what === 'remove' && <Remove factor={doing.factor} onClose={close} />}
    </Block>
  )
}

function Row({ factor, all, act }: { factor: OwnFactor; all: readonly OwnFactor[]; act(doing: Doing): void }) {
  const { t } = useTranslation('console')
  const name = useFactorName()(factor)
  const app = factor.type === 'totp'
  // Begins with what is seen, so that it is found by saying it.
  const of = (word: string) => `${word} ${name}`
  return (
    <li>
      <Icon name={pageOf(factor.type)?.icon ?? 'key'} size={19} />
      <span className="row-text">
        <b>{name}</b>
        <small>
          {!app && factor.label !== '' && `${factor.label} · `}
          <Since factor={factor} />
        </small>
        <Succession factor={factor} all={all} />
        {factor.implied && <small>{t('ways.implied')}</small>}
      </span>
      <span className="row-acts">
        {app && !factor.retires && (
          <Link className="text-button" to="/me/security/new-phone" search={{ app: factor.id }}>
            {t('ways.move')}
          </Link>
        )}
        {app && (
          <button className="text-button" type="button" aria-label={of(t('ways.rename'))} onClick={() => act({ what: 'rename', factor })}>
            {t('ways.rename')}
          </button>
        )}
        {!factor.implied && (
          <button
            className="text-button danger"
            type="button"
            aria-label={of(t('ways.remove'))}
            onClick={() => act({ what: 'remove', factor })}
          >
            {t('ways.remove')}
          </button>
        )}
      </span>
    </li>
  )
}

function Since({ factor: { boundAt, lastUsedAt } }: { factor: OwnFactor }) {
  const { t } = useTranslation('console')
  const date = day(boundAt)
  return lastUsedAt === undefined ? t('ways.unused', { date }) : t('ways.used', { date, used: moment(lastUsedAt) })
}

/** Which app goes for which, while both count. */
function Succession({ factor: { retires, replaces }, all }: { factor: OwnFactor; all: readonly OwnFactor[] }) {
  const { t } = useTranslation('console')
  if (retires) return <small className="soon">{t('ways.retires')}</small>
  if (replaces === undefined) return null
  const label = all.find(({ id }) => id === replaces)?.label ?? ''
  return <small className="soon">{label === '' ? t('ways.replaces') : t('ways.replacesNamed', { label })}</small>
}
