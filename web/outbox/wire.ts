/** What the demo's server says and takes: the contract of /outbox.json, and the four calls of this page. None throws. */
import { type Answer, readProblem, unreachable } from '../api/problem.ts'

export type Sent = {
  readonly id: string
  /** ISO 8601, on the server's clock. */
  readonly at: string
  readonly channel: 'mail' | 'sms'
  readonly to: string
  /** Of an SMS: the number as people read it. */
  readonly toSpoken?: string
  readonly subject?: string
  readonly text: string
  readonly html?: string
  readonly from?: string
  readonly account?: string
}
export type Person = {
  readonly account: string
  readonly accountName?: string
  readonly username: string
  readonly name?: string
  readonly password?: string | null
  readonly state: 'ready' | 'to-enrol' | 'must-change-password' | 'locked' | 'disabled' | 'invited'
  /** The number as people read it. */
  readonly mobileSpoken?: string
  /** `codes`: recovery codes that are left. */
  readonly factors: readonly { readonly type: string; readonly codes?: readonly string[] }[]
}
export type Authenticator = {
  readonly account: string
  readonly username: string
  /** Which of somebody's phones it is, where they named it. */
  readonly label?: string
  /** Base32. */
  readonly secret: string
  /** By hand, on this page. */
  readonly takenUp: boolean
}
export type Outbox = {
  readonly now: string
  readonly offsetSeconds?: number
  /** Oldest first. */
  readonly messages: readonly Sent[]
  readonly people: readonly Person[]
  readonly authenticators?: readonly Authenticator[]
}

const PATIENCE_MS = 15_000

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer<T>> {
  const init = { method, cache: 'no-store' as const, signal: AbortSignal.timeout(PATIENCE_MS) }
  const headers = { 'Content-Type': 'application/json' }
  try {
    const response = await fetch(path, body ? { ...init, headers, body: JSON.stringify(body) } : init)
    if (!response.ok) return await readProblem(response)
    const text = await response.text()
    return { ok: true, value: (text === '' ? undefined : JSON.parse(text)) as T }
  } catch {
    return unreachable
  }
}

export const readOutbox = () => call<Outbox>('GET', '/outbox.json')
/** Moves the server's clock forward by whole seconds. */
export const advance = (seconds: number) => call<{ readonly now: string }>('POST', '/outbox/clock', { advance: seconds })
export const takeUp = (secret: string) => call<unknown>('POST', '/outbox/authenticators', { secret })
export const forget = (secret: string) => call<unknown>('DELETE', '/outbox/authenticators', { secret })
