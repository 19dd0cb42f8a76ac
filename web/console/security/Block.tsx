/** One section between hairlines: its name, what it is for, and at the right the one thing to do. */
import { type ReactNode, useId } from 'react'

/** `id`: where a link on the page leads. */
type Props = { id?: string; title: string; lead?: ReactNode; action?: ReactNode; children?: ReactNode }

export function Block({ id, title, lead, action, children }: Props) {
  const name = useId()
  return (
    <section className="block" id={id} aria-labelledby={name}>
      <div className="block-head">
        <div>
          <h2 id={name}>{title}</h2>
          {lead !== undefined && <p className="quiet">{lead}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
