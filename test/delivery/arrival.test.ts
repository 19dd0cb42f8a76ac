/** Every mail in every language, over a real SMTP server and read back by another library. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliver } from '#delivery/delivery.ts'
import { MAIL_TEMPLATES, type MailTransport, openSmtp } from '#delivery/mail/index.ts'
import { LANGUAGES } from '#texts/index.ts'
import { exampleData, exampleLinks, mailServer } from './mail-server.ts'

let server: Awaited<ReturnType<typeof mailServer>>
let mail: MailTransport

beforeAll(async () => {
  server = await mailServer()
  mail = openSmtp({ url: server.url, from: 'sign-in@sallyport.example', now: () => 0 })
})
afterAll(async () => {
  await mail.close()
  await server.close()
})

const header = (headers: readonly { key: string; value: string }[], key: string) => headers.filter((h) => h.key === key).map((h) => h.value)
const seen = (html: string) =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')

async function arrives(template: (typeof MAIL_TEMPLATES)[number], language: (typeof LANGUAGES)[number], account: string, name?: string) {
  server.arrived.length = 0
  const outcome = await deliver(
    { mail },
    {
      to: 'jana@petersen-hamburg.example',
      template,
      language,
      data: exampleData(template, name),
      account: { name: account },
    },
  )
  expect(outcome).toEqual({ accepted: true, response: expect.stringMatching(/^250/) })
  expect(server.arrived).toHaveLength(1)
  const [{ mail: got, from, to }] = server.arrived as [(typeof server.arrived)[0]]
  expect(from).toBe('sign-in@sallyport.example')
  expect(to).toEqual(['jana@petersen-hamburg.example'])
  return { subject: got.subject ?? '', text: got.text ?? '', html: got.html ?? '', headers: got.headers, from: got.from }
}

test.each(LANGUAGES.flatMap((language) => MAIL_TEMPLATES.map((template) => ({ language, template }))))(
  '$template in $language arrives whole',
  async ({ language, template }) => {
    const got = await arrives(template, language, 'Nordlicht Versand')
    expect(got.from).toMatchObject({ name: 'Nordlicht Versand', address: 'sign-in@sallyport.example' })
    expect(header(got.headers, 'content-type')[0]).toMatch(/^multipart\/alternative/)
    expect(header(got.headers, 'auto-submitted')).toEqual(['auto-generated'])
    for (const key of ['from', 'to', 'subject', 'date', 'message-id']) expect(header(got.headers, key)).toHaveLength(1)
    for (const key of ['cc', 'bcc', 'reply-to', 'x-mailer']) expect(header(got.headers, key)).toHaveLength(0)
    expect(got.html).toContain(`<html lang="${language}">`)
    // A mailbox that several people share is greeted without a name: each is named beside their own link.
    const named = template === 'password-forgotten' ? 'jpetersen' : 'Jana Petersen'
    expect(got.text).toContain(named)
    expect(seen(got.html)).toContain(named)
    expect(`${got.subject}${got.text}${got.html}`).not.toMatch(/\{\{|\}\}|\{%|undefined|\[object/)
    expect(got.text).not.toMatch(/\n\n\n/)
    // nothing is fetched when the mail is opened, and only links that were made for the reader lead anywhere
    expect(got.html).not.toMatch(/<(img|link|style|script|iframe|object|form|base|video|svg)\b|src=|url\(|@import|srcset|background=/i)
    const addresses = new Set(got.html.match(/\b\w+:\/\/[^"<]+/g) ?? [])
    const links = exampleLinks(template)
    expect([...addresses]).toEqual(links)
    for (const link of links) expect(got.text).toContain(`\n${link}\n`)
    if (links.length === 0)
      expect(`${got.subject}\n${got.text}`.match(/\d{6,}/g) ?? []).toEqual(template.endsWith('-code') ? ['482913'] : [])
  },
)

test.each(LANGUAGES)(
  'the code in %s: alone on a line of the text, with a gap to the eye only in HTML, never in the subject',
  async (language) => {
    for (const template of ['login-code', 'contact-code'] as const) {
      const got = await arrives(template, language, 'Nordlicht Versand')
      expect(got.text.split('\n').filter((line) => line === '482913')).toHaveLength(1)
      expect(got.text).toContain('KQM')
      expect(got.subject).toContain('KQM')
      expect(got.subject).not.toMatch(/\d/)
      expect(got.html).toMatch(/<span>482<\/span><span style="margin-left:\.5em">913<\/span>/)
      expect(seen(got.html).match(/\d{6,}/g)).toEqual(['482913'])
      expect(got.html).toMatch(/<b [^>]*>KQM<\/b>/)
    }
  },
)

test('no other number beside a code can be taken for one, wherever it comes from', async () => {
  const got = await arrives('login-code', 'de', 'Verein 471100 e.V.', 'Jana 999999')
  expect(got.text.match(/\d{6,}/g)).toEqual(['482913'])
  expect(seen(got.html).match(/\d{6,}/g)).toEqual(['482913'])
  expect(got.text).toContain('Jana 999\u00a0999')
  expect(got.text).toContain('+49 40 555\u00a0123')
})

const CORPUS = [
  'Eve\r\nBcc: victim@elsewhere.example',
  'Eve\nSubject: other\n\nother text',
  'Eve\u2028\u0000\u0085\u202eelpmaxe',
  '{{7*7}} {{code}} {% include "code" %}',
  '<b>Eve</b><img src=//elsewhere.example/x>',
  '</style></title></td><script>alert(1)</script>',
  '"Eve" <eve@elsewhere.example>, mallory@elsewhere.example',
  "Eve's & Co; =?utf-8?Q?x?= $& $1 \\0",
  'È ß 株式会社 🚪 \ud800',
]

test.each(CORPUS)('%j as the name of a person and of an account is only words', async (words) => {
  const literal = words
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202e]+/gu, ' ')
    .trim()
  const inHeader = literal.replace('=?', '= ?')
  for (const template of ['invitation', 'login-code'] as const) {
    const got = await arrives(template, 'it', words, words)
    expect(got.from).toMatchObject({ name: inHeader, address: 'sign-in@sallyport.example' })
    expect(header(got.headers, 'bcc')).toHaveLength(0)
    expect(header(got.headers, 'subject')).toHaveLength(1)
    expect(got.text.split('\n')).toContain(`Buongiorno ${literal},`)
    expect(seen(got.html)).toContain(`Buongiorno ${literal},`)
    expect(got.html).not.toMatch(/<(script|img|\/style)|<b>Eve/)
    if (template === 'invitation') expect(got.subject).toBe(`Il Suo accesso a ${inHeader}`)
  }
})
