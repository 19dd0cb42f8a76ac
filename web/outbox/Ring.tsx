/** Seconds left of a passcode, as a ring that empties by the second: brass from six seconds on. */
import { useWords } from './words.ts'

const RADIUS = 10
const ROUND = 2 * Math.PI * RADIUS
const LATE_S = 6

export function Ring({ left, of = 30, size = 34 }: { left: number; of?: number; size?: number }) {
  const say = useWords()
  return (
    <span className="ring" data-late={left <= LATE_S || undefined} style={{ width: size, height: size }}>
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" fill="none" strokeWidth="2.5">
        <circle cx="12" cy="12" r={RADIUS} stroke="var(--sp-line)" />
        <circle
          cx="12"
          cy="12"
          r={RADIUS}
          stroke="currentColor"
          strokeDasharray={`${(ROUND * left) / of} ${ROUND}`}
          transform="rotate(-90 12 12)"
        />
      </svg>
      <span aria-hidden="true">{left}</span>
      <span className="vh">{say('phone.left', { seconds: left })}</span>
    </span>
  )
}
