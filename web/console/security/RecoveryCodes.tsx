/** Recovery codes: how many are left, since when, and new ones. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { day } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFactors } from '../data/queries.ts'
import { Block } from './Block.tsx'
import { MakeCodes } from './MakeCodes.tsx'

const CODES = 10

export function RecoveryCodes() {
  const { t } = useTranslation('console')
  const factors = useFactors()
  const sheet = factors.find(({ type }) => type === 'recovery-code')
  const second = factors.some(({ type }) => type !== 'recovery-code' && type !== 'password')
  const [making, setMaking] = useState(false)
  const left = sheet?.left ?? 0
  if (!second && !sheet) return <Block title={t('codes.title')} lead={t('codes.notNeeded')} />
  const action = second && (
    <Button variant="default" onClick={() => setMaking(true)}>
      {t(sheet ? 'codes.makeNew' : 'codes.make')}
    </Button>
  )
  return (
    <Block title={t('codes.title')} lead={t('codes.lead')} action={action}>
      <p className="left after">
        {sheet ? (
          <>
            <span className="pips" aria-hidden="true">
              {Array.from({ length: CODES }, (_, i) => i).map((i) => (
                <i key={i} data-on={i < left || undefined} />
              ))}
            </span>
            <span>{t('codes.left', { count: left })}</span>
            <small>{t('codes.made', { date: day(sheet.boundAt) })}</small>
          </>
        ) : (
          <small>{t('codes.none')}</small>
        )}
      </p>
      {making && <MakeCodes onClose={() => setMaking(false)} />}
    </Block>
  )
}
