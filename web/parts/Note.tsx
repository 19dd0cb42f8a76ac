/** A sentence that matters. Never a coloured box for decoration. */
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export type Tone = 'ok' | 'warn' | 'bad' | 'info'
const ICON = { ok: 'check', warn: 'clock', bad: 'alert', info: 'info' } as const

/** `said`: read out as soon as it appears; `alert` also interrupts. */
export function Note({
  tone = 'info',
  title,
  said,
  children,
}: {
  tone?: Tone
  title?: ReactNode
  said?: 'status' | 'alert'
  children?: ReactNode
}) {
  return (
    <div className="note" data-tone={tone} role={said}>
      <Icon name={ICON[tone]} size={18} />
      <div>
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  )
}
