/** While nothing is known yet: nothing for a moment, then still placeholders where the form will be. */
import { useEffect, useState } from 'react'
import { useTranslation } from '../texts/useTranslation.ts'

const PATIENCE_MS = 300

export function Wait() {
  const { t } = useTranslation()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="gate" aria-busy="true">
      <div className="gate-form">
        <div className="gate-head" />
        <main>
          {long && (
            <>
              <p className="vh" role="status">
                {t('wait')}
              </p>
              <div className="ghosts" aria-hidden="true">
                <div className="ghost" />
                <div className="ghost" />
                <div className="ghost" />
                <div className="ghost" />
              </div>
            </>
          )}
        </main>
      </div>
      <div className="gate-aside" />
    </div>
  )
}
