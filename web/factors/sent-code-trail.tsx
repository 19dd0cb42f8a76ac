/** "Where is my code?": when it was asked for, who took it, whether a phone has it, and what to look for. */

import type { Sent } from '#rules/login/shape.ts'
import { Facts } from '../parts/Facts.tsx'
import { Note } from '../parts/Note.tsx'
import { clockSeconds, clockTime } from '../texts/moment.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import type { CodeKind } from './code-kind.ts'

/** Whether it is known that the code is held up or will not come. */
export const isLate = ({ delivery }: Sent): boolean => ['delayed', 'failed', 'expired', 'undelivered'].includes(delivery)

export function Trail({ kind, sent }: { kind: CodeKind; sent: Sent }) {
  const { t } = useTranslation()
  const time = clockTime(sent.validUntil)
  const now = {
    queued: t(`${kind}.waiting`),
    accepted: t(`${kind}.usually`),
    delayed: t(`${kind}.delayed`, { time }),
    failed: t(`${kind}.failed`),
    expired: t('code.expired'),
    delivered: t(`${kind}.delivered`),
    undelivered: t(`${kind}.undelivered`),
  }[sent.delivery]
  return (
    <div className="aside-text">
      <h2>{t('code.trailTitle')}</h2>
      <ol className="trail">
        <Passed at={sent.sentAt} what={t('code.requested')} />
        <Passed at={sent.acceptedAt} what={t(`${kind}.accepted`)} />
        <Passed at={sent.deliveredAt} what={t(`${kind}.arrived`)} />
        <li data-is={isLate(sent) ? 'late' : undefined}>
          <b>{t('code.now')}</b>
          {now}
        </li>
      </ol>
      <Facts
        rows={[
          ...(kind === 'sms' || sent.from === undefined ? [] : [[t('code.from'), sent.from] as const]),
          [
            t('code.reference'),
            <span key="r" className="ref">
              {sent.reference}
            </span>,
          ],
          [t('code.validUntil'), time],
          [t('code.triesLeft'), sent.triesLeft],
        ]}
      />
    </div>
  )
}

function Passed({ at, what }: { at: string | undefined; what: string }) {
  return at === undefined ? null : (
    <li data-is="done">
      <b>{clockSeconds(at)}</b>
      {what}
    </li>
  )
}

/** Said above the form when the code is not on its way. */
export function Late({ kind, sent, alone }: { kind: CodeKind; sent: Sent; alone: boolean }) {
  const { t } = useTranslation()
  const time = clockTime(sent.validUntil)
  switch (sent.delivery) {
    case 'delayed':
      return (
        <Note tone="warn" said="status" title={t(`${kind}.delayedTitle`)}>
          {alone ? t('code.delayedOnly', { time }) : t('code.delayedText', { time })}
        </Note>
      )
    case 'failed':
    case 'expired':
      return (
        <Note tone="bad" said="status" title={t('code.failedTitle')}>
          {alone ? t('code.failedOnly') : t('code.failedText')}
        </Note>
      )
    case 'undelivered':
      return (
        <Note tone="bad" said="status" title={t(`${kind}.undeliveredTitle`)}>
          {alone ? t(`${kind}.undeliveredOnly`) : t(`${kind}.undeliveredText`)}
        </Note>
      )
    default:
      return null
  }
}
