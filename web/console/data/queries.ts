/** What the pages read: the session, and of the person in it the contacts, the factors, the sessions and what happened lately. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '#rules/me.ts'
import { ownActivity, ownFactors, ownSessions, readMe } from '../../api/me.ts'
import { readSession } from '../../api/session.ts'
import { reading } from './client.ts'

export const SESSION = queryOptions({ queryKey: ['session'], queryFn: reading(readSession) })
export const ME = queryOptions({ queryKey: ['me', 'self'], queryFn: reading(readMe) })
export const FACTORS = queryOptions({ queryKey: ['me', 'factors'], queryFn: reading(ownFactors) })
export const SESSIONS = queryOptions({ queryKey: ['me', 'sessions'], queryFn: reading(ownSessions) })
export const ACTIVITY = queryOptions({ queryKey: ['me', 'activity'], queryFn: reading(ownActivity) })
/** All of the above that a change may have touched. */
export const OWN = ['me'] as const

export const useSession = () => useQuery(SESSION)

/** The person; only inside a page that waits for it (Loaded.tsx). */
export const useMe = (): Me => useSuspenseQuery(ME).data
export const useFactors = () => useSuspenseQuery(FACTORS).data.factors
export const useSessions = () => useSuspenseQuery(SESSIONS).data.sessions
export const useActivity = () => useSuspenseQuery(ACTIVITY).data.acts
