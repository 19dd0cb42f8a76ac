/** While a part of a page is being read: nothing for a moment, then still placeholders of about its height. */
import { useTranslation } from '../texts/useTranslation.ts'

export function Waiting({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="still" aria-busy="true">
      <span className="vh" role="status">
        {t('wait')}
      </span>
      {Array.from({ length: rows }, (_, i) => i).map((i) => (
        <div key={i} className="ghost" aria-hidden="true" />
      ))}
    </div>
  )
}
