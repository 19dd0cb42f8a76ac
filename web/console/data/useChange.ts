/** One change at a time: sent under the session, with a step-up where it is asked, and everything shown read again afterwards. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Problem } from '../../api/problem.ts'
import { type Send, useGuard } from '../session/guarded.ts'
import { OWN } from './queries.ts'

export type Change = {
  readonly busy: boolean
  readonly problem: Problem | undefined
  /** What the call gave; undefined when it failed or was given up, which `problem` tells apart. */
  run<T>(send: Send<T>): Promise<{ readonly value: T } | undefined>
  forget(): void
}

export function useChange(): Change {
  const guard = useGuard()
  const queries = useQueryClient()
  const going = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const run = async <T>(send: Send<T>): Promise<{ value: T } | undefined> => {
    if (going.current) return undefined
    going.current = true
    setBusy(true)
    setProblem(undefined)
    const answer = await guard(send)
    going.current = false
    setBusy(false)
    if (!answer) return undefined
    if (!answer.ok) {
      setProblem(answer.problem)
      return undefined
    }
    void queries.invalidateQueries({ queryKey: OWN })
    return { value: answer.value }
  }
  return { busy, problem, run, forget: () => setProblem(undefined) }
}
