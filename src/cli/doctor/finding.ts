/** What the doctor says of one thing: how it stands, and what to do where it does not stand well. */

export type Area = 'configuration' | 'keys' | 'database' | 'clock' | 'mail' | 'sms' | 'names' | 'queue' | 'operator'

/** `note`: it works, and somebody should know. `bad`: it does not work, or harms. */
export type State = 'ok' | 'note' | 'bad'

export type Finding = { readonly area: Area; readonly state: State; readonly what: string; readonly todo?: string }

export const ok = (area: Area, what: string): Finding => ({ area, state: 'ok', what })
export const note = (area: Area, what: string, todo: string): Finding => ({ area, state: 'note', what, todo })
export const bad = (area: Area, what: string, todo: string): Finding => ({ area, state: 'bad', what, todo })

/** A check that fails is a finding too; the others go on. Our own errors are sentences that say what to do. */
export async function found(area: Area, what: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check()
  } catch (error) {
    return [bad(area, what, error instanceof Error ? error.message : 'It failed.')]
  }
}
