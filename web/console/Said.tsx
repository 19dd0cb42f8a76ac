/** What was just done, in one sentence that floats for a while: seen at the foot of the page, and read out. */
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { Icon } from '../parts/Icon.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { Glyph } from './Glyph.tsx'

const STAYS_MS = 12_000

type Saying = { readonly text: string; readonly at: number }
const SaidContext = createContext<(text: string) => void>(() => undefined)

/** Says what happened. */
export const useSay = (): ((...sentences: readonly (string | undefined)[]) => void) => {
  const say = use(SaidContext)
  return useCallback((...sentences) => say(sentences.filter((one) => one !== undefined).join(' ')), [say])
}

export function Said({ children }: { children: ReactNode }) {
  const { t } = useTranslation('console')
  const [saying, setSaying] = useState<Saying>()
  const say = useCallback((text: string) => setSaying({ text, at: Date.now() }), [])
  useEffect(() => {
    if (!saying) return
    const timer = setTimeout(() => setSaying(undefined), STAYS_MS)
    return () => clearTimeout(timer)
  }, [saying])
  return (
    <SaidContext value={say}>
      {children}
      <div className="said" role="status" aria-live="polite">
        {saying && (
          <p className="toast" key={saying.at}>
            <Icon name="check" size={18} />
            <span>{saying.text}</span>
            <button type="button" aria-label={t('said.close')} onClick={() => setSaying(undefined)}>
              <Glyph name="x" size={16} />
            </button>
          </p>
        )}
      </div>
    </SaidContext>
  )
}
