/**
 * From a template, a language and a few values to subject, text and HTML. Sentences come from texts/, the frame around them
 * from templates/*.liquid; values are put in last and are never read as a template. Sending is the transport's.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { Liquid } from 'liquidjs'
import { fill, find, type Language, textsOf } from '#texts/index.ts'
import { oneLine } from './line.ts'

export const MAIL_TEMPLATES = [
  'login-code',
  'contact-code',
  'invitation',
  'password-forgotten',
  'factor-added',
  'factor-removed',
  'factor-retired',
  'new-phone',
  'recovery-codes-made',
  'way-changed',
  'contact-changed',
  'contact-proposed',
  'contact-reverted',
  'factors-reset',
  'password-changed',
  'sign-in-blocked',
  'recovery-code-used',
] as const
export type MailTemplate = (typeof MAIL_TEMPLATES)[number]

export const isMailTemplate = (name: string): name is MailTemplate => MAIL_TEMPLATES.some((template) => template === name)

type Data = Readonly<Record<string, string>>
type Dress = (value: string, name: string) => string

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

const asIs: Dress = (value) => value
/** What the reader compares with the page stands out, and never breaks over two lines. */
const inHtml: Dress = (value, name) => (name === 'reference' ? `<b style="white-space:nowrap">${escaped(value)}</b>` : escaped(value))

const folder = new URL('templates/', import.meta.url)
const templates = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]))

/** One engine per kind of text; both read templates from memory only. `'lead' | say` writes a sentence of this mail. */
function engine(kind: 'html' | 'txt'): (template: MailTemplate, scope: object) => string {
  const liquid = new Liquid({
    templates,
    extname: `.${kind}.liquid`,
    cache: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    ...(kind === 'html' ? { outputEscape: 'escape' as const } : {}),
  })
  liquid.registerFilter('say', {
    raw: true,
    handler(name: string) {
      const { say } = this.context.environments as { say: (name: string) => string }
      return say(name)
    },
  })
  return (template, scope) => String(liquid.renderFileSync(template, scope))
}
const ENGINES = { html: engine('html'), txt: engine('txt') }

/** The first letters of the first two words, for the tile: `NV`. */
function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
}

/**
 * The values as a mail may carry them: single lines, a link that is a link, and beside a code no other number that could be
 * taken for one: programs and phones look for six digits, so longer runs of digits (a phone number) are written in threes.
 */
function tidy(given: Data): Data {
  const withCode = given['code'] !== undefined
  const data: Record<string, string> = {}
  for (const [name, value] of Object.entries({ product: 'Sallyport', ...given })) {
    const line = oneLine(value)
    data[name] = withCode && name !== 'code' ? line.replace(/\d{6,}/g, (run) => run.replace(/\d{3}(?=\d)/g, '$&\u00a0')) : line
  }
  if (withCode && !/^\d{6,10}$/.test(data['code'] ?? '')) throw new Error('a code is 6 to 10 digits')
  if (data['link'] !== undefined && !/^https?:\/\/[^\s"'<>]+$/.test(data['link']))
    throw new Error('a link in a mail starts with http(s)://')
  return data
}

/** People who share a mailbox, each with a link of their own: a list comes as JSON in one value, and is tidied person by person. */
const peopleIn = (list: string): readonly Data[] => (JSON.parse(list) as Data[]).map(tidy)

/** Renders one mail. Throws on a value the template needs and was not given, naming it; the message of that error holds no value. */
export function renderMail(of: { readonly template: MailTemplate; readonly language: Language; readonly data: Data }): {
  subject: string
  text: string
  html: string
} {
  const { template, language } = of
  const { people: list, ...flat } = of.data
  const data = tidy(flat)
  const { mail } = textsOf(language)
  const sayer = (write: (sentence: string) => string, dress: Dress) => (name: string) => {
    const sentence = find(mail, `${template}.${name}`) ?? find(mail, `common.${name}`)
    if (sentence === undefined) throw new Error(`mail ${template} has no sentence “${name}” in ${language}`)
    return fill(write(sentence), data, dress)
  }
  const plain = sayer((sentence) => sentence, asIs)
  const rich = sayer(escaped, inHtml)
  const subject = plain('subject')
  const code = data['code'] ?? ''
  const half = Math.ceil(code.length / 2)
  const scope = {
    ...data,
    ...(list === undefined ? {} : { people: peopleIn(list) }),
    lang: language,
    subject,
    initials: initials(data['account'] ?? ''),
    codeHead: code.slice(0, half),
    codeTail: code.slice(half),
  }
  const text = ENGINES.txt(template, { ...scope, say: plain })
  return {
    subject,
    // tags that wrote nothing leave empty lines behind
    text: `${text
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
    html: ENGINES.html(template, { ...scope, say: rich }),
  }
}
