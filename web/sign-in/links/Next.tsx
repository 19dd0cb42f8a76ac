/** What comes next, in three steps, beside a form that begins something. */
import type { ParseKeys } from 'i18next'
import type { ReactNode } from 'react'
import { Rich } from '../../parts/Rich.tsx'

export function Next({ title, steps, children }: { title: string; steps: readonly ParseKeys[]; children?: ReactNode }) {
  return (
    <div className="aside-text">
      <h2>{title}</h2>
      <ol className="plain-steps">
        {steps.map((step) => (
          <li key={step}>
            <Rich text={step} />
          </li>
        ))}
      </ol>
      {children}
    </div>
  )
}
