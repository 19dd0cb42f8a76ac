/** The catalogue: three languages with the same keys and the same places for values, and a sentence for every refusal. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { REFUSALS } from '#rules/refusals.ts'
import { fill, find, LANGUAGES, type Sentences, textsOf } from '#texts/index.ts'

// Read from the folders, so that a file that only one language has, or that only a page imports, is seen too.
const FILES = [...new Set(LANGUAGES.flatMap((language) => readdirSync(`src/texts/${language}`)))]
const read = (language: string, file: string) => JSON.parse(readFileSync(`src/texts/${language}/${file}`, 'utf8')) as Sentences

const flat = (sentences: Sentences, at = ''): [string, string][] =>
  Object.entries(sentences).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${at}${name}`, value]] : flat(value, `${at}${name}.`),
  )
const places = (sentence: string) =>
  [...new Set(sentence.match(/\{\{\s*\w+\s*\}\}/g) ?? [])].map((place) => place.replace(/\s/g, '')).sort()

test.each(FILES)('%s has the same keys in every language', (file) => {
  const english = flat(read('en', file)).map(([key]) => key)
  expect(english.length).toBeGreaterThan(10)
  for (const language of LANGUAGES)
    expect(
      flat(read(language, file))
        .map(([key]) => key)
        .sort(),
      language,
    ).toEqual([...english].sort())
})

test.each(FILES)('%s has the same places for values in every language, and no empty sentence', (file) => {
  const english = new Map(flat(read('en', file)))
  for (const language of LANGUAGES) {
    for (const [key, sentence] of flat(read(language, file))) {
      expect(places(sentence), `${language} ${key}`).toEqual(places(english.get(key) ?? ''))
      expect(sentence.trim(), `${language} ${key}`).toBe(sentence)
      expect(sentence, `${language} ${key}`).not.toBe('')
      // a brace that is not part of a place is a place misspelt
      expect(sentence.replace(/\{\{\s*\w+\s*\}\}/g, ''), `${language} ${key}`).not.toMatch(/[{}]/)
    }
  }
})

test('refusals.json has exactly one sentence for every refusal', () => {
  const codes = Object.keys(REFUSALS).sort()
  for (const language of LANGUAGES) {
    const keys = flat(textsOf(language).refusals).map(([key]) => key.replace('.', '/'))
    expect(keys.sort(), language).toEqual(codes)
    for (const code of codes) expect(find(textsOf(language).refusals, code), code).toMatch(/\S/)
  }
})

test('finding reaches only what is in the catalogue', () => {
  const { mail } = textsOf('en')
  expect(find(mail, 'login-code.subject')).toContain('{{reference}}')
  for (const path of ['', 'login-code', 'login-code.subject.length', 'constructor.name', '__proto__', 'toString', 'nobody/there'])
    expect(find(mail, path), path).toBeUndefined()
})

test('filling is one pass, and a missing value is an error that shows none', () => {
  expect(fill('{{a}} and {{ b }}', { a: '{{b}} $& $1', b: '2' })).toBe('{{b}} $& $1 and 2')
  expect(fill('{{a}}', { a: '<' }, (value, name) => `${name}:${value}`)).toBe('a:<')
  expect(() => fill('{{a}} {{toString}}', { a: 'hush' })).toThrow(/^the sentence asks for “toString”, which was not given$/)
})
