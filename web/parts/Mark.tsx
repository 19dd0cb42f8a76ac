/** The mark: a door frame, and a second door inside it. Everything else that looks like a door is drawn from these two lines. */
export const FRAME = 'M4.25 22V11.25a7.75 7.75 0 0 1 15.5 0V22'
export const INNER = 'M8.6 22V11.9a3.4 3.4 0 0 1 6.8 0V22Z'

export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={FRAME} fill="none" stroke="currentColor" strokeWidth="2.5" />
      <path d={INNER} fill="currentColor" />
    </svg>
  )
}
