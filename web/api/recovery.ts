/** Links that come by mail outside a login: a forgotten password, and a changed contact that somebody wants stopped. Looking consumes nothing. */
import type { PasswordRules, PublicLogin } from '#rules/login/shape.ts'
import { call } from './call.ts'
import { serverNow } from './clock.ts'
import type { Answer } from './problem.ts'

export type Forgotten = {
  readonly username: string
  readonly account: { readonly name: string; readonly slug: string }
  readonly rules: PasswordRules
}

export type Changed = {
  readonly username: string
  readonly account: { readonly name: string; readonly help?: { readonly email?: string; readonly phone?: string } }
  readonly kind: 'mail' | 'sms'
  /** The new contact, masked. */
  readonly hint: string
}

/** `address`: an e-mail address or a username. The answer says nothing about whether anybody has it. */
export const forgot = (address: string) => call<void>('POST', '/password-resets', { address })
export const lookAtForgotten = (token: string) => call<Forgotten>('POST', '/password-resets/look', { token })

export async function beginRecovery(token: string): Promise<Answer<PublicLogin>> {
  const begun = await call<PublicLogin>('POST', '/password-resets/begin', { token })
  if (begun.ok) serverNow(begun.value.now)
  return begun
}

export const lookAtChanged = (token: string) => call<Changed>('POST', '/contacts/revert/look', { token })
export const stopChanged = (token: string) => call<unknown>('POST', '/contacts/revert', { token })
