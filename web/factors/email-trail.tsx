/** "Where is my code?": when it was asked for, whether the mail server took it, and what to look for in the mailbox. */
import { useTranslation } from 'react-i18next'
import type { Sent } from '#rules/login/shape.ts'
import { Facts } from '../parts/Facts.tsx'
import { Note } from '../parts/Note.tsx'
import { clockSeconds, clockTime } from '../texts/moment.ts'

export function Trail({ sent }: { sent: Sent }) {
  const { t } = useTranslation()
  const time = clockTime(sent.validUntil)
  const late = sent.delivery !== 'queued' && sent.delivery !== 'accepted'
  const now = {
    queued: t('email.waiting'),
    accepted: t('email.inbox'),
    delayed: t('email.delayed', { time }),
    failed: t('email.failed'),
    expired: t('email.expired'),
    delivered: t('email.inbox'),
    undelivered: t('email.failed'),
  }[sent.delivery]
  return (
    <div className="aside-text">
      <h2>{t('email.trailTitle')}</h2>
      <ol className="trail">
        <li data-is="done">
          <b>{clockSeconds(sent.sentAt)}</b>
          {t('email.requested')}
        </li>
        {sent.acceptedAt !== undefined && (
          <li data-is="done">
            <b>{clockSeconds(sent.acceptedAt)}</b>
            {t('email.accepted')}
          </li>
        )}
        <li data-is={late ? 'late' : undefined}>
          <b>{t('email.now')}</b>
          {now}
        </li>
      </ol>
      <Facts
        rows={[
          ...(sent.from === undefined ? [] : [[t('email.from'), sent.from] as const]),
          [
            t('email.reference'),
            <span key="r" className="ref">
              {sent.reference}
            </span>,
          ],
          [t('email.validUntil'), time],
          [t('email.triesLeft'), sent.triesLeft],
        ]}
      />
    </div>
  )
}

/** Said above the form when the code is not on its way. */
export function Late({ sent, alone }: { sent: Sent; alone: boolean }) {
  const { t } = useTranslation()
  const time = clockTime(sent.validUntil)
  if (sent.delivery === 'delayed')
    return (
      <Note tone="warn" said="status" title={t('email.delayedTitle')}>
        {alone ? t('email.delayedOnly', { time }) : t('email.delayedText', { time })}
      </Note>
    )
  if (sent.delivery === 'failed' || sent.delivery === 'expired')
    return (
      <Note tone="bad" said="status" title={t('email.failedTitle')}>
        {alone ? t('email.failedOnly') : t('email.failedText')}
      </Note>
    )
  return null
}
