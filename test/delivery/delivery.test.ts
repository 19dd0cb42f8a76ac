/** Delivery without a server: what is not set up, the transport that keeps mails, and templates that lack something. */
import { expect, test } from 'vitest'
import { deliver, type Outgoing } from '#delivery/delivery.ts'
import { captureMail, dateAndTime, MAIL_TEMPLATES, type Mail, renderMail, timeOfDay } from '#delivery/mail/index.ts'
import { LANGUAGES } from '#texts/index.ts'
import { exampleData } from './mail-server.ts'

const message: Outgoing = {
  to: 'giulia@ferraro.example',
  template: 'login-code',
  language: 'it',
  data: exampleData('login-code', 'Giulia Ferraro'),
  account: { name: 'Posta Chiara' },
}

test('without a mail server a mail waits: one can still be set up', async () => {
  expect(await deliver({}, message)).toEqual({ accepted: false, final: false, reason: 'not configured' })
})

test('kept mails are the mails that would have left', async () => {
  const kept: Mail[] = []
  const mail = captureMail(async (one) => void kept.push(one))
  expect(await deliver({ mail }, { ...message, messageId: '<msg_1@sallyport.example>' })).toMatchObject({ accepted: true })
  expect(kept).toEqual([
    {
      to: 'giulia@ferraro.example',
      fromName: 'Posta Chiara',
      messageId: '<msg_1@sallyport.example>',
      ...renderMail({ template: 'login-code', language: 'it', data: { ...message.data, account: 'Posta Chiara' } }),
    },
  ])
  await expect(deliver({ mail: captureMail(() => Promise.reject(new Error('table gone'))) }, message)).rejects.toThrow('table gone')
})

test('a template that does not exist or lacks a value is a bug, and its error names the value, not what was in it', async () => {
  const mail = captureMail(async () => undefined)
  await expect(deliver({ mail }, { ...message, template: '../secret' })).rejects.toThrow('no mail template')
  for (const template of MAIL_TEMPLATES) {
    for (const language of LANGUAGES) {
      const error = await deliver({ mail }, { ...message, template, language, data: { code: '482913' } }).catch((fault: Error) => fault)
      expect(error, template).toBeInstanceOf(Error)
      expect(String(error)).toMatch(/asks for “\w+”|undefined variable/)
      expect(String(error)).not.toContain('482913')
    }
  }
})

test('only what must be there is demanded; a code is digits, a link is a link', () => {
  const account = 'Posta Chiara'
  for (const language of LANGUAGES) {
    for (const template of MAIL_TEMPLATES) {
      const { help, device, requestedAt, ...least } = exampleData(template)
      const { text, html } = renderMail({ template, language, data: { account, ...least } })
      expect(text).not.toContain('Chrome')
      expect(html).not.toContain('Chrome')
    }
  }
  const code = exampleData('login-code')
  for (const wrong of ['', '12345', 'A23456', '482 913', '48291３'])
    expect(() => renderMail({ template: 'login-code', language: 'en', data: { ...code, account, code: wrong } }), wrong).toThrow('digits')
  for (const link of ['javascript:alert(1)', '/invitation#x', 'https://x.example/" onclick="y'])
    expect(() => renderMail({ template: 'invitation', language: 'en', data: { ...exampleData('invitation'), account, link } })).toThrow(
      'link',
    )
})

test('the number of recovery codes left makes a sentence', () => {
  const text = (left: string, language: 'en' | 'de' | 'it') =>
    renderMail({ template: 'recovery-code-used', language, data: { ...exampleData('recovery-code-used'), account: 'A', left } }).text
  expect(text('7', 'en')).toContain('7 recovery codes are left.')
  expect(text('1', 'en')).toContain('One recovery code is left.')
  expect(text('0', 'en')).toContain('No recovery code is left.')
  expect(text('1', 'de')).toContain('noch ein Wiederherstellungscode')
  expect(text('1', 'it')).toContain('Resta un codice')
})

test('times are written as the sentences expect them', () => {
  const at = Date.UTC(2026, 10, 17, 9, 2, 11)
  expect(LANGUAGES.map((language) => timeOfDay(at, language, 'Europe/Berlin'))).toEqual(['10:02', '10:02', '10:02'])
  expect(LANGUAGES.map((language) => dateAndTime(at, language, 'Europe/Rome'))).toEqual([
    '17 November 2026 at 10:02',
    '17. November 2026 um 10:02 Uhr',
    '17 novembre 2026 alle ore 10:02',
  ])
})
