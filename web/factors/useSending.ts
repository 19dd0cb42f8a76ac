/** A code on its way, by e-mail or SMS: asks for it when the step begins, asks again on demand, and follows its delivery. */
import { useEffect, useRef, useState } from 'react'
import type { Sent } from '#rules/login/shape.ts'
import { until } from '../api/clock.ts'
import { read } from '../api/login.ts'
import type { Answer, Problem } from '../api/problem.ts'
import { useCountdown } from '../parts/countdown.ts'
import { isOver, useCall, useFlow } from '../sign-in/flow.ts'

const POLL_MS = 2000

export type Sending = {
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
  /** Looks at why no code was sent; true ends the matter here: whatever was sent before still counts. */
  refused?(problem: Problem): boolean
}

export function useSending<T>({ last, own, request, settled, refused }: Order<T>): Sending {
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
      if (refused?.(found)) return setOurs(true)
      // Too soon for another one, or one too many: the one before still counts.
      if (found.status === 429) setOurs(true)
      fail(found)
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

/** Whether something may still become of a code: a mail is settled when the mail server has it, an SMS when the phone has it. */
const isOpen = ({ delivery, channel, validUntil }: Sent): boolean =>
  delivery === 'queued' || delivery === 'delayed' || (delivery === 'accepted' && channel === 'sms' && until(validUntil) > 0)

/** Looks every two seconds what became of the message, until that is settled. */
function useDelivery(sent: Sent | undefined): void {
  const { take, lost } = useFlow()
  const open = sent !== undefined && isOpen(sent)
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
