/** Ends the login at the server and goes back to the first door. A login that is over already is as good. */
import { end } from '../api/login.ts'
import { useFlow } from './flow.ts'

export function useRestart(): () => void {
  const { lost } = useFlow()
  return () => void end().then(() => lost())
}
