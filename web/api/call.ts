/** One call of the API. Never throws: what goes wrong comes back as a problem. */
import { type Answer, readProblem, unreachable } from './problem.ts'

const PATIENCE_MS = 30_000

/** `csrf` goes with changes that a session stands for; logins need none. */
export async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, csrf?: string): Promise<Answer<T>> {
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(csrf === undefined ? {} : { 'X-CSRF-Token': csrf }),
  }
  const init = { method, headers, cache: 'no-store' as const, signal: AbortSignal.timeout(PATIENCE_MS) }
  try {
    const response = await fetch(`/api/v1${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) })
    if (!response.ok) return await readProblem(response)
    return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T }
  } catch {
    return unreachable
  }
}
