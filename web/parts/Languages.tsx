/** The choice of language in the foot of every page. */

import { LANGUAGES, type Language, speakByHand, spoken } from '../texts/speak.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { Icon } from './Icon.tsx'

export function Languages() {
  const { t } = useTranslation()
  return (
    <span className="tongue">
      <select
        aria-label={t('foot.language')}
        value={spoken()}
        onChange={(event) => void speakByHand(event.currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" size={14} />
    </span>
  )
}
