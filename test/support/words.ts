/** The labels of the pages in every language. Journeys name a label in English; its key in the catalogue gives the others. */
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
  const file = path.join(import.meta.dirname, '../../src/texts', language, 'pages.json')
  return new Map(flat(JSON.parse(readFileSync(file, 'utf8')) as Catalogue))
}
const catalogues = { en: read('en'), de: read('de'), it: read('it') }

/**
 * A pattern for exactly this text, in one language or in whichever the page speaks. `{{…}}` in it stands for anything.
 * Throws when no page has such a text.
 */
export function label(english: string, languages: readonly Language[] = LANGUAGES): RegExp {
  const keys = [...catalogues.en].filter(([, text]) => text === english).map(([key]) => key)
  if (keys.length === 0) throw new Error(`No English text reads “${english}”.`)
  const texts = languages.flatMap((language) => keys.map((key) => catalogues[language].get(key)).filter((t) => t !== undefined))
  return new RegExp(`^\\s*(${[...new Set(texts)].map(pattern).join('|')})\\s*$`)
}

const pattern = (text: string): string =>
  text
    .replace(/<\/?\w+>/g, '')
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{\{\w+\}\}/g, '.+')
