/** The password asked for once more, inside a session. At sign-in it is the first door, with the username: sign-in/steps/Start.tsx. */
import { lazy } from 'react'
import type { FactorPage } from './factor.ts'

export const password: FactorPage = {
  type: 'password',
  icon: 'key',
  name: 'password.name',
  use: 'password.use',
  Answer: lazy(() => import('./password-answer.tsx')),
}
