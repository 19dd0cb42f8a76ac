/** Beside the move to a new phone: how Google Authenticator takes its entries along by itself, and what helps when a code will not scan. */

import { Rich } from '../../parts/Rich.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'

export function Guide() {
  const { t } = useTranslation('console')
  return (
    <aside className="rail" aria-label={t('phone.guideTitle')}>
      <h2>{t('phone.guideTitle')}</h2>
      <p className="quiet">{t('phone.guideText')}</p>
      <ol className="plain-steps after">
        <li>
          <Rich ns="console" text="phone.guide1" />
        </li>
        <li>
          <Rich ns="console" text="phone.guide2" />
        </li>
        <li>
          <Rich ns="console" text="phone.guide3" />
        </li>
      </ol>
      <p className="quiet after">{t('phone.guideNote')}</p>
      <h2 className="next">{t('phone.denseTitle')}</h2>
      <p className="quiet">{t('phone.dense')}</p>
      <ul className="what-happens">
        <li>{t('phone.dense1')}</li>
        <li>{t('phone.dense2')}</li>
        <li>{t('phone.dense3')}</li>
        <li>{t('phone.dense4')}</li>
      </ul>
    </aside>
  )
}
