/** The icons that only the console needs, drawn like those of parts/Icon.tsx, and the doors: of a session, how many of the two were opened, and the one that stayed shut. */
import { Outline } from '../parts/Icon.tsx'
import { FRAME, INNER } from '../parts/Mark.tsx'

const PATHS = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  plus: 'M12 5v14M5 12h14',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.8 7.4 7 9 4.2-1.6 7-4.7 7-9V6ZM12 3.5v17',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.8-3.6 3.6-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  x: 'm6 6 12 12M18 6 6 18',
} as const

export type GlyphName = keyof typeof PATHS

export const Glyph = ({ name, size = 16 }: { name: GlyphName; size?: number }) => <Outline path={PATHS[name]} size={size} />

/** `both`: opened with two factors. The words beside it say the same. */
export function Door({ both }: { both: boolean }) {
  return (
    <svg className={both ? 'mark' : 'mark mark-one'} width={19} height={19} viewBox="0 0 24 24" aria-hidden="true">
      <path d={FRAME} fill="none" stroke="currentColor" strokeWidth="2.5" />
      {both && <path d={INNER} fill="currentColor" />}
    </svg>
  )
}

/** The shut door of an attempt that got nowhere. */
export function Stopped() {
  return (
    <svg width={16} height={16} viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.75">
      <path d={FRAME} />
      <path d="M12 9v6.2M12 18.2v2.6" strokeWidth="3" />
    </svg>
  )
}
