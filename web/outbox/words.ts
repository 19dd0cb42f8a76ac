/** The words of this page, in a catalogue of their own beside that of the other pages: people outside the demo never download them. */
import i18next from 'i18next'
import de from '#texts/de/outbox.json'
import en from '#texts/en/outbox.json'
import it from '#texts/it/outbox.json'
import { useTranslation } from '../texts/useTranslation.ts'

/** Without the endings by which i18next picks singular and plural. */
type Bare<K extends string> = K extends `${infer B}_${'one' | 'other'}` ? B : K
type Paths<T> = { [K in keyof T & string]: T[K] extends string ? Bare<K> : `${K}.${Paths<T[K]>}` }[keyof T & string]
/** A sentence of the catalogue, such as `time.title`. */
export type Word = Paths<typeof en>
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string

const NAME = 'outbox'

/** Once, after startSpeaking. */
export function bringWords(): void {
  for (const [language, words] of Object.entries({ en, de, it })) i18next.addResourceBundle(language, NAME, words)
}

/** Says sentences in the language that is spoken now, and draws again when it changes. */
export function useWords(): Say {
  useTranslation()
  // The keys of i18next's own type are those of the other catalogues.
  const say = i18next.t as unknown as (word: Word, values: object) => string
  return (word, values) => say(word, { ...values, ns: NAME })
}
