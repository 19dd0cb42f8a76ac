/** SMS, as the rest of delivery and those who start it see it. */
export { captureSms } from './capture.ts'
export { openSms, providersOf } from './open.ts'
export type { Outcome, Provider, Sms } from './provider.ts'
export { openSender, type SmsSender, type Turn } from './sender.ts'
export { isSmsTemplate, renderSms, SMS_TEMPLATES, type SmsTemplate, type Worded } from './words.ts'
