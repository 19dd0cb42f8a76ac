/** A six-digit code to the mobile number on record: strong beside the password, and restricted (NIST SP 800-63B-4, 3.2.9). It returns the message; the frame sends it. */
import type { FactorType } from '#factors/factor.ts'
import { drawCode, judgeCode, type Memo } from '#factors/sent-code.ts'
import { maskedNumber, readNumber, spoken } from './number.ts'

/** E.164, `+491713920018`. */
type Secret = { readonly number: string }

export const sms: FactorType<Secret, Memo> = {
  name: 'sms',
  alone: 'none',
  withPassword: 'strong',
  amr: 'sms',
  challenges: true,
  lifetime: 300,
  contact: 'sms',
  typed: true,
  read: readNumber,
  enrol: (_given, input) => ({ show: {}, secret: { number: input } }),
  challenge(secret, given) {
    const { code, memo } = drawCode(given)
    return { message: { channel: 'sms', to: secret.number, template: 'login-code', data: { code } }, memo }
  },
  verify: (_secret, answer, given, memo) => judgeCode(answer, given, memo),
  hint: ({ number }) => maskedNumber(number),
  to: ({ number }) => number,
  written: ({ number }) => spoken(number),
  example: ({ message }) => message?.data['code'] ?? '',
}
