/** The labels and sentences of the pages in every language. Journeys name a label in English; its key in the catalogue gives the others. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Language = 'en' | 'de' | 'it'
export const LANGUAGES: readonly Language[] = ['en', 'de', 'it']

type Catalogue = { readonly [key: string]: string | Catalogue }

const flat = (catalogue: Catalogue, prefix = ''): [key: string, text: string][] =>
  Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  )

const read = (language: Language): Map<string, string> => {
  const file = (name: string) => path.join(import.meta.dirname, '../../src/texts', language, name)
  const all = (name: string) => flat(JSON.parse(readFileSync(file(`${name}.json`), 'utf8')) as Catalogue, `${name}.`)
  return new Map([...all('pages'), ...all('refusals'), ...all('console')])
}
const catalogues = { en: read('en'), de: read('de'), it: read('it') }

/**
 * A pattern for exactly this text, in one language or in whichever the page speaks. `{{…}}` in it stands for anything.
 * Throws when no page has such a text.
 */
export const label = (english: string, languages: readonly Language[] = LANGUAGES): RegExp =>
  new RegExp(`^\\s*(${inAll(english, languages)})\\s*$`)

/** The same for a text that stands among others. */
export const sentence = (english: string): RegExp => new RegExp(inAll(english, LANGUAGES))

function inAll(english: string, languages: readonly Language[]): string {
  const keys = [...catalogues.en].filter(([, text]) => text === english).map(([key]) => key)
  if (keys.length === 0) throw new Error(`No English text reads “${english}”.`)
  const texts = languages.flatMap((language) => keys.map((key) => catalogues[language].get(key)).filter((t) => t !== undefined))
  return [...new Set(texts)].map(pattern).join('|')
}

const pattern = (text: string): string =>
  text
    .replace(/<\/?\w+>/g, '')
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{\{\w+\}\}/g, '.+')
