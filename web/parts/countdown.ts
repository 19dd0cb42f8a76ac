/** Seconds that run down by the second, for waits and resends. The server has the last word on both. */
import { useEffect, useState } from 'react'

/** Whole seconds left of `seconds` since `since` last changed; 0 when there is nothing to wait for. */
export function useCountdown(seconds: number, since: unknown): number {
  const [left, setLeft] = useState(Math.ceil(seconds))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `since` is a new wait, even of equal length.
  useEffect(() => {
    const end = Date.now() + seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)))
    tick()
    if (seconds <= 0) return
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [seconds, since])
  return left
}
