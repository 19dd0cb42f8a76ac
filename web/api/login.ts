/** The login as the API offers it, call by call, and the two links that begin one. */
import type { PasswordRules, PublicLogin } from '#rules/login/shape.ts'
import { call } from './call.ts'
import { serverNow } from './clock.ts'
import type { Answer } from './problem.ts'

const current = '/logins/current'

/** A call that answers with the login, and with it the time at the server. */
async function about(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<PublicLogin>> {
  const answer = await call<PublicLogin>(method, path, body)
  const login = answer.ok ? answer.value : answer.problem.login
  if (login) serverNow(login.now)
  return answer
}

export const start = (username: string, password: string) => about('POST', '/logins', { username, password })
export const read = () => about('GET', current)
export const challenge = (factor: string) =>
  call<{ reference: string; sentTo: string; resendAt: string }>('POST', `${current}/challenge`, { factor })
export const answer = (factor: string, code: string) => about('POST', `${current}/answer`, { factor, code })
/** `number`: a mobile number that was typed where none is on record. */
export const enrol = (type: string, number?: string) =>
  call<Enrolment>('POST', `${current}/enrolment`, number === undefined ? { type } : { type, number })
export const confirm = (code: string) => about('POST', `${current}/enrolment/confirm`, { code })
export const keepCodes = () => about('POST', `${current}/recovery-codes`, { kept: true })
export const renewCodes = () => about('POST', `${current}/recovery-codes`, { renew: true })
export const choosePassword = (password: string) => about('POST', `${current}/password`, { password })
export const skip = () => about('POST', `${current}/skip`, {})
export const end = () => call<void>('DELETE', current)

/** What an enrolment shows: of an authenticator app its secret, once; of a mailbox whether it is bound already, having just been proven. */
export type Enrolment = {
  readonly secret?: string
  readonly uri?: string
  /** SVG. */
  readonly qr?: string
  readonly proven?: boolean
}

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
export const acceptInvitation = (token: string, password: string) => about('POST', '/invitations/accept', { token, password })
export const lookAtSetUp = (token: string) => call<{ rules: PasswordRules }>('POST', '/set-up/look', { token })
export const setUp = (token: string, operator: FirstOperator) => about('POST', '/set-up', { token, ...operator })
