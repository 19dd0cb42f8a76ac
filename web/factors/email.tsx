/** A code by e-mail. Its steps are those of every sent code, loaded when one is asked. */
import { lazy } from 'react'
import type { FactorPage } from './factor.ts'

export const email: FactorPage = {
  type: 'email',
  icon: 'mail',
  name: 'email.name',
  use: 'email.use',
  promise: 'enrol.emailText',
  Answer: lazy(() => import('./sent-code-steps.tsx').then((steps) => ({ default: steps.Answer }))),
  Prove: lazy(() => import('./sent-code-steps.tsx').then((steps) => ({ default: steps.Prove }))),
  Enrol: lazy(() => import('./email-enrol.tsx')),
}
