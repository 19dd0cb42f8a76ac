/** Which language the pages speak, and how they change it. English is always there; the others are loaded when wanted. */
import i18next, { type ResourceKey } from 'i18next'
import type consoleWords from '#texts/en/console.json'
import pages from '#texts/en/pages.json'
import refusals from '#texts/en/refusals.json'
import { rememberedLanguage, rememberLanguage } from '../api/remember.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch', it: 'Italiano' } as const
export type Language = keyof typeof LANGUAGES

const others = { de: () => import('./de.ts'), it: () => import('./it.ts') }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'pages'
    resources: { pages: typeof pages; refusals: typeof refusals; console: typeof consoleWords }
  }
}

const known = (text: string | null | undefined): Language | undefined => {
  const short = text?.slice(0, 2)
  return short !== undefined && short in LANGUAGES ? (short as Language) : undefined
}

/** A further catalogue, of pages that bring words of their own. */
export type MoreWords = {
  readonly name: string
  readonly en: ResourceKey
  de(): Promise<{ default: ResourceKey }>
  it(): Promise<{ default: ResourceKey }>
}
let more: MoreWords | undefined

/** Speaks the language chosen by hand here before, else the first of the browser's that we know. */
export async function startSpeaking(words?: MoreWords): Promise<void> {
  more = words
  const wanted = [rememberedLanguage(), ...navigator.languages].map(known).find((language) => language !== undefined)
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next.init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'pages',
    resources: { en: { pages, refusals, ...(words && { [words.name]: words.en }) } },
    // React escapes.
    interpolation: { escapeValue: false },
  })
  await speak(wanted ?? 'en')
}

/** Changes the language; stays with the present one where the new one cannot be loaded. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'pages')) {
    const [texts, own] = await Promise.all([others[language](), more?.[language]()]).catch(() => [])
    if (!texts) return
    if (more && own) i18next.addResourceBundle(language, more.name, own.default)
    i18next.addResourceBundle(language, 'pages', texts.pages)
    i18next.addResourceBundle(language, 'refusals', texts.refusals)
  }
  await i18next.changeLanguage(language)
}

export const spoken = (): Language => known(i18next.language) ?? 'en'

/** By the person's own hand: holds on this browser from now on, whatever is on record about the person. */
export async function speakByHand(language: Language): Promise<void> {
  rememberLanguage(language)
  await speak(language)
}

/** What is on record about the person, unless a hand has chosen here. */
export async function speakTo(language: Language): Promise<void> {
  if (known(rememberedLanguage()) === undefined && language !== spoken()) await speak(language)
}
