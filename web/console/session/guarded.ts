/** How changes are sent: with the session's token, and proven again first where the server asks for it. The provider is Guard.tsx. */
import { createContext, use } from 'react'
import type { Answer } from '../../api/problem.ts'

/** One call that changes something; may be sent again after a step-up, with the token of the renewed session. */
export type Send<T> = (csrf: string) => Promise<Answer<T>>
/** Undefined: the person has given up, or there is no session any more. */
export type Guarded = <T>(send: Send<T>) => Promise<Answer<T> | undefined>

export const GuardContext = createContext<Guarded | undefined>(undefined)

export function useGuard(): Guarded {
  const guard = use(GuardContext)
  if (!guard) throw new Error('changes are sent inside the guard')
  return guard
}
