/** Sends changes under the session. Where the server wants it proven again, it asks in a dialog, renews the session and sends the same once more. */
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { unreachable } from '../../api/problem.ts'
import { leave } from '../../sign-in/places.ts'
import { SESSION } from '../data/queries.ts'
import { GuardContext, type Guarded } from './guarded.ts'
import { StepUp } from './StepUp.tsx'

export function Guard({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const waiting = useRef<((confirmed: boolean) => void)[]>([])

  const confirm = useCallback(
    () =>
      new Promise<boolean>((answered) => {
        waiting.current.push(answered)
        setAsking(true)
      }),
    [],
  )
  const settle = useCallback((confirmed: boolean) => {
    setAsking(false)
    for (const answered of waiting.current.splice(0)) answered(confirmed)
  }, [])

  const guard = useCallback<Guarded>(
    async (send) => {
      const token = async (anew: boolean): Promise<string | undefined> => {
        if (!anew) {
          const known = queries.getQueryData(SESSION.queryKey)
          if (known) return known.csrf
        }
        return queries.fetchQuery({ ...SESSION, staleTime: 0 }).then(
          (session) => session.csrf,
          () => undefined,
        )
      }
      const go = async (anew: boolean) => {
        const csrf = await token(anew)
        return csrf === undefined ? unreachable : send(csrf)
      }
      let answer = await go(false)
      // Proven again in another tab: this page holds the token from before.
      if (!answer.ok && answer.problem.code === 'session/csrf') answer = await go(true)
      if (!answer.ok && answer.problem.code === 'session/step-up') {
        if (!(await confirm())) return undefined
        answer = await go(true)
      }
      if (!answer.ok && answer.problem.status === 401) {
        leave('sessionOver')
        return undefined
      }
      return answer
    },
    [queries, confirm],
  )
  return (
    <GuardContext value={guard}>
      {children}
      {asking && <StepUp settle={settle} />}
    </GuardContext>
  )
}
