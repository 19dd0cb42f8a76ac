/** What every request passes before its action, in the order of this table: read a row to know a check, the column to know the order. */
import type { Action } from '#actions/action.ts'
import { type Refusal, type RefusalCode, refuse } from '#rules/refusals.ts'

export type Door = {
  /** Hosts this server answers to, and the origins of its pages. */
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}
export type Arrival = { readonly request: Request; readonly action: Action; readonly door: Door }

type Guard = { readonly name: string; readonly refuses: RefusalCode; readonly stops: (a: Arrival) => boolean }

const changes = ({ request }: Arrival): boolean => request.method !== 'GET' && request.method !== 'HEAD'
const header = ({ request }: Arrival, name: string): string | null => request.headers.get(name)

export const GUARDS: readonly Guard[] = [
  { name: 'known host', refuses: 'request/unknown-host', stops: (a) => !a.door.hosts.has(header(a, 'host') ?? '') },
  {
    name: 'own origin',
    refuses: 'request/foreign-origin',
    stops: (a) => changes(a) && header(a, 'origin') !== null && !a.door.origins.has(header(a, 'origin') ?? ''),
  },
  {
    name: 'own site',
    refuses: 'request/foreign-origin',
    stops: (a) => changes(a) && !['same-origin', 'none', null].includes(header(a, 'sec-fetch-site')),
  },
  // A read that a foreign page could embed tells it nothing, but has no reason to be answered either.
  {
    name: 'no embedding',
    refuses: 'request/foreign-origin',
    stops: (a) => !changes(a) && header(a, 'sec-fetch-site') === 'cross-site' && header(a, 'sec-fetch-mode') !== 'navigate',
  },
]

export function guard(arrival: Arrival): Refusal | undefined {
  const first = GUARDS.find((g) => g.stops(arrival))
  return first && refuse(first.refuses)
}

/** Changing calls on a session need its CSRF token; a login in progress takes JSON of its own origin only and needs none. */
export const needsCsrf = (a: Arrival): boolean => changes(a) && a.action.may !== 'anyone' && a.action.may !== 'login'
