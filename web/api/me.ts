/** One's own security as the API offers it: contacts, factors, sessions, and what can be changed about them. Changes go with the session's token. */
import type { PublicLogin } from '#rules/login/shape.ts'
import type { CodeSent, ContactKind, Me, OwnAct, OwnFactor, OwnSession } from '#rules/me.ts'
import { call } from './call.ts'
import { serverNow } from './clock.ts'

export type Language = Me['user']['language']

/** The secret of a new app; shown once. */
export type Secret = { readonly secret: string; readonly uri: string; readonly qr: string }

export const readMe = () => call<Me>('GET', '/me')
export const ownFactors = () => call<{ factors: readonly OwnFactor[] }>('GET', '/me/factors')
export const ownSessions = () => call<{ sessions: readonly OwnSession[] }>('GET', '/me/sessions')
export const ownActivity = () => call<{ acts: readonly OwnAct[] }>('GET', '/me/activity')

export async function stepUp(csrf: string) {
  const answer = await call<PublicLogin>('POST', '/session/step-up', undefined, csrf)
  if (answer.ok) serverNow(answer.value.now)
  return answer
}

/** Each takes what it needs and gives the call, which waits for the session's token. */
const change =
  (method: 'POST' | 'PUT' | 'DELETE') =>
  <T>(path: string, body?: unknown) =>
  (csrf: string) =>
    call<T>(method, path, body, csrf)
const [post, put, remove] = [change('POST'), change('PUT'), change('DELETE')]

export const saveLanguage = (language: Language) => put<Me>('/me/profile', { language })
export const saveWay = (way: string) => put<Me>('/me/way', { way })

export const addApp = (label: string, replaces?: string) =>
  post<Secret>('/me/factors', { type: 'totp', ...(label === '' ? {} : { label }), ...(replaces === undefined ? {} : { replaces }) })
export const addCodes = (type: 'email' | 'sms', number?: string) =>
  post<CodeSent>('/me/factors', { type, ...(number === undefined ? {} : { number }) })
export const confirmFactor = (code: string) => post<{ id: string; type: string }>('/me/factors/confirm', { code })
export const renameFactor = (id: string, label: string) => put<unknown>(`/me/factors/${id}`, { label })
export const removeFactor = (id: string) => remove<void>(`/me/factors/${id}`)

export const makeCodes = () => post<{ codes: readonly string[] }>('/me/recovery-codes', {})
export const keepCodes = () => post<unknown>('/me/recovery-codes/kept', { kept: true })
export const savePassword = (password: string) => put<void>('/me/password', { password })
export const endSession = (id: string) => remove<void>(`/me/sessions/${id}`)

export const proposeContact = (kind: ContactKind, value: string) => post<CodeSent & { id: string }>('/me/contacts', { kind, value })
export const resendTo = (id: string) => post<CodeSent>('/me/contacts/resend', { id })
export const proveContact = (id: string, code: string) => post<Me>('/me/contacts/prove', { id, code })
export const dropContact = (id: string) => remove<void>(`/me/contacts/${id}`)
