/** The time on the server's clock, drawn again at each of its full seconds. */
import { useEffect, useState } from 'react'

/** Milliseconds since 1970. `ahead`: how far the server's clock is ahead of this device's. */
export function useClock(ahead: number): number {
  const [now, setNow] = useState(() => Date.now() + ahead)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      const at = Date.now() + ahead
      setNow(at)
      timer = setTimeout(tick, 1000 - (at % 1000) + 5)
    }
    tick()
    return () => clearTimeout(timer)
  }, [ahead])
  return now
}
