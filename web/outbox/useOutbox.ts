/** The outbox as it is now: asked once a second while somebody looks, and the server's clock between two answers. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Outbox, readOutbox } from './wire.ts'

const EVERY_MS = 1000
/** A difference this small is the way through the network, not a move of the clock; following it would make the clock stutter. */
const JITTER_MS = 400

export type Watched = {
  readonly outbox: Outbox | undefined
  /** The last question was not answered. */
  readonly away: boolean
  /** Milliseconds that the server's clock is ahead of this device's. */
  readonly ahead: number
  /** Asks at once, for what this page has just changed. */
  readonly ask: () => Promise<void>
}

export function useOutbox(): Watched {
  const [outbox, setOutbox] = useState<Outbox>()
  const [away, setAway] = useState(false)
  const [ahead, setAhead] = useState(0)

  const asked = useRef(0)
  const answered = useRef(0)

  const ask = useCallback(async () => {
    asked.current += 1
    const question = asked.current
    const answer = await readOutbox()
    // An answer to an older question would turn the clock back for a moment.
    if (question < answered.current) return
    answered.current = question
    setAway(!answer.ok)
    if (!answer.ok) return
    setOutbox(answer.value)
    const seen = Date.parse(answer.value.now) - Date.now()
    setAhead((known) => (Math.abs(seen - known) < JITTER_MS ? known : seen))
  }, [])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    // The next question waits for the answer: a slow server is not asked twice at a time.
    const round = async () => {
      await ask()
      clearTimeout(timer)
      if (!over && !document.hidden) timer = setTimeout(() => void round(), EVERY_MS)
    }
    const turned = () => {
      if (!document.hidden) void round()
    }
    void round()
    document.addEventListener('visibilitychange', turned)
    return () => {
      over = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', turned)
    }
  }, [ask])

  return { outbox, away, ahead, ask }
}
