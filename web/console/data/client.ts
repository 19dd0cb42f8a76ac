/** Where answers of the API are kept while pages show them. A session that is over leads to the sign-in page, whoever notices it. */
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { type Answer, type Problem, unreachable } from '../../api/problem.ts'
import { leave } from '../../sign-in/places.ts'

/** A problem on its way through code that only knows errors. */
class Failed extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

export const problemOf = (error: unknown): Problem => (error instanceof Failed ? error.problem : unreachable.problem)

export const client = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (problemOf(error).status === 401) leave('sessionOver')
    },
  }),
  // What is seen is asked again when somebody comes back to the page; a failure is shown at once, with its own button.
  defaultOptions: { queries: { retry: false, staleTime: 5_000 } },
})

/** A call as something to read: its value, or the problem thrown. */
export const reading =
  <T>(send: () => Promise<Answer<T>>) =>
  async (): Promise<T> => {
    const answer = await send()
    if (answer.ok) return answer.value
    throw new Failed(answer.problem)
  }
