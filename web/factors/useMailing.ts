/** A code by e-mail on its way: asks for it when the step begins, asks again on demand, and follows its delivery. */
import { useEffect, useRef, useState } from 'react'
import type { Sent } from '#rules/login/shape.ts'
import { until } from '../api/clock.ts'
import { read } from '../api/login.ts'
import type { Answer, Problem } from '../api/problem.ts'
import { useCountdown } from '../parts/countdown.ts'
import { isOver, useCall, useFlow } from '../sign-in/flow.ts'

const POLL_MS = 2000

export type Mailing = {
  /** The code that this step waits for. */
  readonly sent: Sent | undefined
  readonly problem: Problem | undefined
  /** Seconds until another code may be asked for. */
  readonly wait: number
  /** How many codes were asked for by hand. */
  readonly asked: number
  again(): void
}

export type Order<T> = {
  /** The last code that was sent, as the login tells it. */
  readonly last: Sent | undefined
  /** Whether `last` may be of an earlier step, so that this one asks for its own. */
  readonly own: boolean
  /** Makes the server send a code. */
  request(): Promise<Answer<T>>
  /** Looks at what the server said; true ends the matter here. */
  settled?(said: T): boolean
}

export function useMailing<T>({ last, own, request, settled }: Order<T>): Mailing {
  const { take, lost } = useFlow()
  const { problem, busy, run, fail } = useCall()
  const [asked, setAsked] = useState(0)
  const [ours, setOurs] = useState(!own)
  const begun = useRef(false)
  const sent = ours ? last : undefined
  const wait = useCountdown(problem?.retryAfter ?? (sent ? secondsLeft(sent) : 0), problem ?? sent?.sentAt)

  const ask = async () => {
    const trouble = (found: Problem) => {
      if (isOver(found)) return lost('tookTooLong')
      if (found.status !== 429) return fail(found)
      // Too soon for another one, or one too many: the one before still counts. No answer was wrong, so no words of wrong tries.
      setOurs(true)
      return fail({ ...found, code: 'login/too-many-codes' })
    }
    const said = await run(request, trouble)
    if (said === undefined || settled?.(said)) return
    const now = await run(read, trouble)
    setOurs(true)
    if (now) take(now)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step begins without a code.
  useEffect(() => {
    if (begun.current || sent) return
    begun.current = true
    void ask()
  }, [])

  useDelivery(sent)

  const again = () => {
    if (busy || wait > 0) return
    setAsked(asked + 1)
    void ask()
  }
  return { sent, problem, wait, asked, again }
}

/** Looks every two seconds whether the mail server has taken the message, until it has or gives up. */
function useDelivery(sent: Sent | undefined): void {
  const { take, lost } = useFlow()
  const open = sent?.delivery === 'queued' || sent?.delivery === 'delayed'
  useEffect(() => {
    if (!open) return
    let here = true
    const timer = setInterval(async () => {
      const now = await read()
      // An answer that was sent meanwhile has moved the page on: what was read before it is stale.
      if (!here) return
      if (now.ok) take(now.value)
      else if (isOver(now.problem)) lost('tookTooLong')
    }, POLL_MS)
    return () => {
      here = false
      clearInterval(timer)
    }
  }, [open, take, lost])
}

/** Never more than the server's own span, whatever this device thinks the time is. */
function secondsLeft(sent: Sent): number {
  const span = Date.parse(sent.resendAt) - Date.parse(sent.sentAt)
  return Math.max(0, Math.min(span, until(sent.resendAt))) / 1000
}
