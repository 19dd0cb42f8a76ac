/** Mail, as the rest of delivery and those who start it see it. */
export { captureMail } from './capture.ts'
export { isMailTemplate, MAIL_TEMPLATES, type MailTemplate, renderMail } from './render.ts'
export { openSmtp } from './smtp.ts'
export type { Mail, MailTransport, Outcome } from './transport.ts'
export { dateAndTime, timeOfDay } from './when.ts'
