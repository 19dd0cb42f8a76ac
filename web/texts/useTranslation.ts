/** The words of the language that is spoken, for a component, which is drawn again when the language changes. All we need of a React binding for i18next. */
import i18next, { type TFunction } from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'

function watch(tell: () => void): () => void {
  i18next.on('languageChanged', tell)
  return () => i18next.off('languageChanged', tell)
}

/** `catalogue`: whose sentences the keys name; those that all pages share, if none is given. */
export function useTranslation(): { readonly t: TFunction }
export function useTranslation(catalogue: 'console'): { readonly t: TFunction<'console'> }
export function useTranslation(catalogue?: 'console'): { readonly t: unknown } {
  const language = useSyncExternalStore(watch, () => i18next.language)
  return useMemo(() => ({ t: i18next.getFixedT(language, catalogue ?? null) }), [language, catalogue])
}
