/** What makes a good password, beside every form that asks for a new one. */

import { Facts } from '../parts/Facts.tsx'
import { useTranslation } from '../texts/useTranslation.ts'

export function GoodPassword() {
  const { t } = useTranslation()
  return (
    <div className="aside-text">
      <h2>{t('newPassword.asideTitle')}</h2>
      <p>{t('newPassword.aside')}</p>
      <Facts
        prose
        rows={[
          [t('newPassword.goodKey'), t('newPassword.good')],
          [t('newPassword.badKey'), t('newPassword.bad')],
        ]}
      />
    </div>
  )
}
