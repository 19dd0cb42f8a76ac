/** A code by SMS. Its steps are those of every sent code, loaded when one is asked. */
import { lazy } from 'react'
import type { FactorPage } from './factor.ts'

export const sms: FactorPage = {
  type: 'sms',
  icon: 'message',
  name: 'sms.name',
  use: 'sms.use',
  promise: 'enrol.smsText',
  Answer: lazy(() => import('./sent-code-steps.tsx').then((steps) => ({ default: steps.Answer }))),
  Prove: lazy(() => import('./sent-code-steps.tsx').then((steps) => ({ default: steps.Prove }))),
  Enrol: lazy(() => import('./sms-enrol.tsx')),
}
