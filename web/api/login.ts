/** The login as the API offers it, call by call, and the two links that begin one. */
import type { PasswordRules, PublicLogin } from '#rules/login/shape.ts'
import { call } from './call.ts'

const current = '/logins/current'

export const start = (username: string, password: string) => call<PublicLogin>('POST', '/logins', { username, password })
export const read = () => call<PublicLogin>('GET', current)
export const challenge = (factor: string) =>
  call<{ reference: string; sentTo: string; resendAt: string }>('POST', `${current}/challenge`, { factor })
export const answer = (factor: string, code: string) => call<PublicLogin>('POST', `${current}/answer`, { factor, code })
export const enrol = (type: string) => call<Enrolment>('POST', `${current}/enrolment`, { type })
export const confirm = (code: string) => call<PublicLogin>('POST', `${current}/enrolment/confirm`, { code })
export const keepCodes = () => call<PublicLogin>('POST', `${current}/recovery-codes`, { kept: true })
export const renewCodes = () => call<PublicLogin>('POST', `${current}/recovery-codes`, { renew: true })
export const choosePassword = (password: string) => call<PublicLogin>('POST', `${current}/password`, { password })
export const skip = () => call<PublicLogin>('POST', `${current}/skip`, {})
export const end = () => call<void>('DELETE', current)

/** What an enrolment shows: of an authenticator app its secret, once; of a mailbox nothing. */
export type Enrolment = { readonly secret?: string; readonly uri?: string /** SVG. */; readonly qr?: string }

export type Invited = {
  readonly username: string
  readonly name: string
  readonly language: 'en' | 'de' | 'it'
  readonly account: { readonly name: string; readonly slug: string }
  readonly rules: PasswordRules
}
export type FirstOperator = {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'de' | 'it'
  readonly password: string
}

export const lookAtInvitation = (token: string) => call<Invited>('POST', '/invitations/look', { token })
export const acceptInvitation = (token: string, password: string) => call<PublicLogin>('POST', '/invitations/accept', { token, password })
export const lookAtSetUp = (token: string) => call<{ rules: PasswordRules }>('POST', '/set-up/look', { token })
export const setUp = (token: string, operator: FirstOperator) => call<PublicLogin>('POST', '/set-up', { token, ...operator })
