/** A code by e-mail on its way: asks for it when the step begins, asks again on demand, and follows its delivery. */
import { useEffect, useRef, useState } from 'react'
import type { Sent } from '#rules/login/shape.ts'
import { justNow, until } from '../api/clock.ts'
import { read } from '../api/login.ts'
import type { Answer, Problem } from '../api/problem.ts'
import { useCountdown } from '../parts/countdown.ts'
import { isOver, useCall, useFlow } from '../sign-in/flow.ts'

const POLL_MS = 2000

export type Mailing = {
  readonly problem: Problem | undefined
  /** Seconds until another code may be asked for. */
  readonly wait: number
  /** How many codes were asked for by hand. */
  readonly asked: number
  again(): void
}

/** `request` makes the server send a code. `sent` is the one that was sent last. */
export function useMailing(sent: Sent | undefined, request: () => Promise<Answer<unknown>>): Mailing {
  const { take, lost } = useFlow()
  const { problem, busy, run, fail } = useCall()
  const [asked, setAsked] = useState(0)
  const begun = useRef(false)
  const wait = useCountdown(problem?.retryAfter ?? (sent ? secondsLeft(sent) : 0), problem ?? sent?.sentAt)

  const ask = async () => {
    const trouble = (found: Problem) => (isOver(found) ? lost('tookTooLong') : fail(found))
    if ((await run(request, trouble)) === undefined) return
    const now = await run(read, trouble)
    const code = now?.ask && 'sent' in now.ask ? now.ask.sent : undefined
    if (code) justNow(code.sentAt)
    if (now) take(now)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step begins without a code.
  useEffect(() => {
    if (begun.current || sent) return
    begun.current = true
    void ask()
  }, [])

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

  const again = () => {
    if (busy || wait > 0) return
    setAsked(asked + 1)
    void ask()
  }
  return { problem, wait, asked, again }
}

/** Never more than the server's own span, whatever this device thinks the time is. */
function secondsLeft(sent: Sent): number {
  const span = Date.parse(sent.resendAt) - Date.parse(sent.sentAt)
  return Math.max(0, Math.min(span, until(sent.resendAt))) / 1000
}
