/** One section between hairlines: its name, what it is for, and at the right the one thing to do. */
import { type ReactNode, useId } from 'react'

export function Block({ title, lead, action, children }: { title: string; lead?: ReactNode; action?: ReactNode; children?: ReactNode }) {
  const name = useId()
  return (
    <section className="block" aria-labelledby={name}>
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
