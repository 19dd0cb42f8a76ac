/** The ways that lead elsewhere, under the form, below a line. */
import type { ReactNode } from 'react'

/** `offer`: when given, the ways are brought to the front with these words, which are read out without moving the focus. */
export const Ways = ({ offer, children }: { offer?: ReactNode; children: ReactNode }) => (
  <div className="others" data-offered={offer ? true : undefined}>
    {offer !== undefined && (
      <p className="offer" role="status">
        {offer}
      </p>
    )}
    <ul>{children}</ul>
  </div>
)

export function Way({ word, hint, onGo }: { word: string; hint?: string | undefined; onGo(): void }) {
  return (
    <li>
      <button className="text-button" type="button" onClick={onGo}>
        {word}
      </button>
      {hint !== undefined && hint !== '' && <small>{hint}</small>}
    </li>
  )
}
