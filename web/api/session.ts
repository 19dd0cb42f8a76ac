/** The session that a granted login has opened, and the factors of the person in it. */
import type { PublicSession } from '#rules/login/shape.ts'
import { call } from './call.ts'

export type OwnFactor = {
  readonly id: string
  readonly type: string
  readonly label: string
  /** ISO 8601 UTC. */
  readonly boundAt: string
  readonly lastUsedAt?: string
  /** Recovery codes that were not used yet. */
  readonly left?: number
}

export const readSession = () => call<PublicSession>('GET', '/session')
export const ownFactors = () => call<{ factors: readonly OwnFactor[] }>('GET', '/me/factors')
export const signOut = (csrf: string) => call<void>('DELETE', '/session', undefined, csrf)
export const signOutEverywhere = (csrf: string) => call<void>('DELETE', '/sessions', undefined, csrf)
