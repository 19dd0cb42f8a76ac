/** One of the ten codes that were kept, for the day without the other factors. */
import { lazy } from 'react'
import type { FactorPage } from './factor.ts'

export const recoveryCode: FactorPage = {
  type: 'recovery-code',
  icon: 'list',
  name: 'recovery.name',
  use: 'recovery.use',
  Answer: lazy(() => import('./recovery-code-answer.tsx')),
}
