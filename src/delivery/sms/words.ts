/**
 * From a template, a language and a few values to the text of an SMS. Sentences come from texts/; what is said beside the
 * code or the fact goes in only while it costs no further part. Sending is the providers'.
 */
import { fill, find, type Language, textsOf } from '#texts/index.ts'
import { oneLine } from '../mail/line.ts'
import { partsOf, plainer } from './gsm.ts'

/** `notice`: for everything that has no sentence of its own; the mail that goes beside it says more. */
export const SMS_TEMPLATES = [
  'login-code',
  'contact-code',
  'factor-added',
  'factor-removed',
  'factors-reset',
  'password-changed',
  'contact-changed',
  'sign-in-blocked',
  'notice',
] as const
export type SmsTemplate = (typeof SMS_TEMPLATES)[number]

export const isSmsTemplate = (name: string): name is SmsTemplate => SMS_TEMPLATES.some((template) => template === name)

/** `parts`: as how many SMS it is sent, which is what it costs. */
export type Worded = { readonly text: string; readonly parts: number }

/** Longer names would push what matters out of the first part. */
const LONGEST_NAME = 30

/** Phones look for runs of digits: beside a code there is none of six, and a telephone number is written in threes. */
const apart = (text: string, from: number): string =>
  text.replace(/\d+/g, (run) => (run.length < from ? run : run.replace(/\d{3}(?=\d)/g, '$& ')))

const short = (name: string): string => [...oneLine(name)].slice(0, LONGEST_NAME).join('').trim()

/** `host`: where the code is typed in; the last line binds it to that page. Throws on a code that is none, or a value that is missing. */
export function renderSms(of: {
  readonly template: SmsTemplate
  readonly language: Language
  readonly data: Readonly<Record<string, string>>
  readonly host: string
}): Worded {
  const { template, language, host } = of
  const { code, help = '' } = of.data
  if (template.endsWith('-code') !== (code !== undefined))
    throw new Error(`an SMS ${template} ${code === undefined ? 'needs a' : 'has no'} code`)
  if (code !== undefined && !/^\d{6,10}$/.test(code)) throw new Error('a code is 6 to 10 digits')
  const lines = Object.entries(of.data).map(([name, value]) => [name, oneLine(value)] as const)
  const data = {
    ...Object.fromEntries(lines),
    account: apart(short(of.data['account'] ?? ''), 6),
    help: apart(oneLine(help), 4),
  }
  const { sms } = textsOf(language)
  const say = (name: string): string => {
    const sentence = find(sms, name)
    if (sentence === undefined) throw new Error(`SMS ${name} has no sentence in ${language}`)
    return fill(sentence, data)
  }
  const last = code === undefined ? '' : `\n@${host} #${code}`
  const more = code === undefined ? ['common.notYou', ...(help === '' ? [] : ['common.help'])] : ['common.secret']
  const whole = (sentences: readonly string[]): string => `${plainer(sentences.map(say).join(' '))}${last}`
  // What takes a change back is worth a part of its own.
  const said = [`texts.${template}`, ...(of.data['link'] === undefined ? [] : ['common.link'])]
  const parts = partsOf(whole(said))
  for (const next of more) if (partsOf(whole([...said, next])) <= parts) said.push(next)
  return { text: whole(said), parts }
}
