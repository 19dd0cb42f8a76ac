/** What can go wrong with a call, as a value: the problem document of the server, or that it could not be reached. */
import type { ClockOff, PublicLogin } from '#rules/login/shape.ts'
import type { RefusalCode } from '#rules/refusals.ts'

export type Problem = {
  readonly code: RefusalCode | 'network'
  readonly status: number
  readonly requestId?: string
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number
  /** The login as it is after a wrong answer. */
  readonly login?: PublicLogin
  /** Whom to ask, where nothing else helps. */
  readonly account?: { readonly name: string; readonly help?: { readonly email?: string; readonly phone?: string } }
  /** Why a passcode was wrong, where it is that of another time. */
  readonly clock?: ClockOff
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** No answer came, or one that is not ours. */
export const unreachable = { ok: false, problem: { code: 'network', status: 0 } } as const

/** Reads an answer that is not a success. A body that is no problem document counts as a fault of the server. */
export async function readProblem(response: Response): Promise<Answer<never>> {
  const fallback = response.status === 503 ? 'server/unavailable' : 'server/bug'
  const body: Partial<Problem> = await response.json().catch(() => ({}))
  const wait = body.retryAfter ?? Number(response.headers.get('Retry-After') ?? Number.NaN)
  const problem: Problem = {
    ...body,
    code: typeof body.code === 'string' ? body.code : fallback,
    status: response.status,
    ...(Number.isFinite(wait) ? { retryAfter: wait } : {}),
  }
  return { ok: false, problem }
}

/** Whether trying the same again may help, because the failure is not about what was sent. */
export const isFault = (problem: Problem): boolean => problem.status === 0 || problem.status >= 500
