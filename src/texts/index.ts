/**
 * The catalogue: every sentence that people read, once per language, shared by pages, mails and refusals. Languages have
 * the same keys; a test holds that. What a sentence is put into, and how it is escaped there, is the caller's business.
 */
import deMail from './de/mail.json' with { type: 'json' }
import dePages from './de/pages.json' with { type: 'json' }
import deRefusals from './de/refusals.json' with { type: 'json' }
import deSms from './de/sms.json' with { type: 'json' }
import enMail from './en/mail.json' with { type: 'json' }
import enPages from './en/pages.json' with { type: 'json' }
import enRefusals from './en/refusals.json' with { type: 'json' }
import enSms from './en/sms.json' with { type: 'json' }
import itMail from './it/mail.json' with { type: 'json' }
import itPages from './it/pages.json' with { type: 'json' }
import itRefusals from './it/refusals.json' with { type: 'json' }
import itSms from './it/sms.json' with { type: 'json' }

export const LANGUAGES = ['en', 'de', 'it'] as const
export type Language = (typeof LANGUAGES)[number]

/** Sentences by name, nested by subject. */
export type Sentences = { readonly [name: string]: string | Sentences }
export type Texts = { readonly pages: Sentences; readonly mail: Sentences; readonly refusals: Sentences; readonly sms: Sentences }

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: { pages: enPages, mail: enMail, refusals: enRefusals, sms: enSms },
  de: { pages: dePages, mail: deMail, refusals: deRefusals, sms: deSms },
  it: { pages: itPages, mail: itMail, refusals: itRefusals, sms: itSms },
}

/** All sentences of one language. */
export const textsOf = (language: Language): Texts => TEXTS[language]

/**
 * The sentence at a path such as `login/wait` or `login-code.subject`; undefined where there is none. Only a catalogue's
 * own keys are looked at, so a path from outside reaches nothing else.
 */
export function find(sentences: Sentences, path: string): string | undefined {
  const own = (name: string) => (Object.hasOwn(sentences, name) ? sentences[name] : undefined)
  const here = own(path)
  if (typeof here === 'string') return here
  const [, first = '', rest = ''] = /^(.+?)[./](.+)$/.exec(path) ?? []
  const below = own(first)
  return typeof below === 'object' ? find(below, rest) : undefined
}

/**
 * Puts values in place of `{{name}}`, in one pass: what a value contains is never read as a template again. `dress` says
 * how a value is written where the sentence goes, for instance escaped. Throws where a value is missing.
 */
export function fill(
  template: string,
  data: Readonly<Record<string, string>>,
  dress: (value: string, name: string) => string = (value) => value,
): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(data, name) ? data[name] : undefined
    if (value === undefined) throw new Error(`the sentence asks for “${name}”, which was not given`)
    return dress(value, name)
  })
}
