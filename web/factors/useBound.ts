/** What follows when a mailbox is bound at once, because this login had just proven it: the next step, with its recovery codes. */
import { read, renewCodes } from '../api/login.ts'
import { isOver, useFlow } from '../sign-in/flow.ts'

/** The answer that bound the mailbox does not carry the login, so it is read; codes are shown by the call that makes them. */
export function useBound(): () => Promise<void> {
  const { take, lost } = useFlow()
  return async () => {
    const now = await read()
    // Nothing more was asked: the session is there.
    if (!now.ok) return isOver(now.problem) ? location.replace('/') : lost('tookTooLong')
    const { ask } = now.value
    const made = ask?.kind === 'save-recovery-codes' && !ask.codes ? await renewCodes() : undefined
    take(made?.ok ? made.value : now.value)
  }
}
