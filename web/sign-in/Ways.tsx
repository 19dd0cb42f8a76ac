/** The ways that lead elsewhere, under the form, below a line. */
import type { ReactNode } from 'react'

export const Ways = ({ children }: { children: ReactNode }) => <ul className="others">{children}</ul>

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
