/** What every step of a login shares: the login as it is, and how to hand on the next one. */
import { createContext, use, useCallback, useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { read } from '../api/login.ts'
import type { Answer, Problem } from '../api/problem.ts'
import type { Note } from '../api/remember.ts'

export type Flow = {
  readonly login: PublicLogin
  /** The login has moved on. */
  take(login: PublicLogin): void
  /** There is no login any more. */
  lost(note?: Note): void
}

export const FlowContext = createContext<Flow | undefined>(undefined)

export function useFlow(): Flow {
  const flow = use(FlowContext)
  if (!flow) throw new Error('a step stands inside a login')
  return flow
}

/** The name people know the account by. Known to everybody who has given the right password. */
export const accountName = (login: PublicLogin): string => login.account?.name ?? 'Sallyport'

export type Turn = {
  readonly busy: boolean
  readonly problem: Problem | undefined
  /** Sends one thing, never two at once. What comes back goes to the page; what goes wrong stays here. */
  go(send: () => Promise<Answer<PublicLogin>>): Promise<void>
}

export function useTurn(): Turn {
  const { take, lost } = useFlow()
  const { busy, problem, run, fail } = useCall()
  const go = useCallback(
    (send: () => Promise<Answer<PublicLogin>>) =>
      run(send, async (trouble) => {
        if (isOver(trouble)) return lost('tookTooLong')
        if (trouble.code === 'login/not-asked') {
          // Another tab was quicker: show where the login stands.
          const now = await read()
          return now.ok ? take(now.value) : fail(trouble)
        }
        fail(trouble)
        if (trouble.login) take(trouble.login)
      }).then((login) => {
        if (login) take(login)
      }),
    [run, fail, take, lost],
  )
  return { busy, problem, go }
}

export const isOver = (problem: Problem): boolean => problem.code === 'login/over' || problem.code === 'login/none'

type Call = {
  readonly busy: boolean
  readonly problem: Problem | undefined
  /** What the call gave, or nothing when it failed; `onProblem` then decides what is shown. */
  run<T>(send: () => Promise<Answer<T>>, onProblem?: (problem: Problem) => unknown): Promise<T | undefined>
  fail(problem: Problem): void
}

/** One call at a time, with its problem. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false)
  const [problem, fail] = useState<Problem>()
  const run = useCallback(async <T>(send: () => Promise<Answer<T>>, onProblem: (problem: Problem) => unknown = fail) => {
    setBusy(true)
    fail(undefined)
    const answer = await send()
    setBusy(false)
    if (answer.ok) return answer.value
    await onProblem(answer.problem)
    return undefined
  }, [])
  return { busy, problem, run, fail }
}
