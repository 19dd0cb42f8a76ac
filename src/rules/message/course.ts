/**
 * What becomes of an SMS that several providers can carry: who may be asked next, and what the answers and the later
 * reports make of it. Only data: asking is delivery/sms, keeping is store/messages, and both go by this.
 */

export type Status = 'queued' | 'accepted' | 'delayed' | 'failed' | 'expired' | 'delivered' | 'undelivered'

/** asked: not answered yet, or never; then, as with unknown, it may have been sent. */
export type Went = 'asked' | 'accepted' | 'refused' | 'later' | 'unknown' | 'delivered' | 'undelivered'
/** One provider, once: asking it again moves it to the end. */
export type Try = { readonly provider: string; readonly went: Went; readonly reason?: string }
export type Course = { readonly status: Status; readonly tried: readonly Try[] }

/** What nothing changes any more: it was replaced or came too late, or it is on the handset. */
const OVER: readonly Status[] = ['expired', 'delivered']

/** Whoever may have taken it is never asked again: nobody gets one code twice by the same way. */
export function mayAsk({ status, tried }: Course, provider: string): boolean {
  const before = tried.find((t) => t.provider === provider)
  return !OVER.includes(status) && (before === undefined || before.went === 'later')
}

/** Written down before the call, so that a process that dies in it does not send again by the same way. */
export const asking = (course: Course, provider: string): Course => ({
  ...course,
  tried: [...course.tried.filter((t) => t.provider !== provider), { provider, went: 'asked' }],
})

/** A report can overtake the answer; then the answer says less than what is known. */
export function answered(course: Course, answer: Try): Course {
  const tried = course.tried.map((t) => (t.provider === answer.provider && t.went === 'asked' ? answer : t))
  const taken = tried.some((t) => t.provider === answer.provider && t.went === 'accepted')
  return { tried, status: taken && !OVER.includes(course.status) ? 'accepted' : course.status }
}

/** Nobody took it, and nobody is left to be asked now. `again`: some can be asked later. */
export function ended({ status, tried }: Course, again: boolean): Course {
  const has = (...ways: Went[]): boolean => tried.some((t) => ways.includes(t.went))
  if (OVER.includes(status) || has('accepted')) return { status, tried }
  if (again || has('unknown', 'asked')) return { status: 'delayed', tried }
  return { status: has('undelivered') ? 'undelivered' : 'failed', tried }
}

/** What a provider reports later. `next`: another one should be asked. Said twice, it changes nothing; nothing is brought back to life. */
export function reported({ status, tried }: Course, provider: string, arrived: boolean): Course & { readonly next: boolean } {
  const same = { status, tried, next: false }
  const before = tried.find((t) => t.provider === provider)
  const settled = before === undefined || before.went === 'delivered' || before.went === (arrived ? 'delivered' : 'undelivered')
  if (settled || (before.went === 'refused' && !arrived)) return same
  const now = tried.map((t) =>
    t.provider === provider ? { provider, went: arrived ? ('delivered' as const) : ('undelivered' as const) } : t,
  )
  if (OVER.includes(status)) return { ...same, tried: now }
  if (arrived) return { status: 'delivered', tried: now, next: false }
  // Somebody else has it, or is just being asked; only the last who was asked can still be about to answer.
  if (status === 'failed' || now.at(-1)?.went === 'asked' || now.some((t) => t.went === 'accepted')) return { ...same, tried: now }
  return { status: 'undelivered', tried: now, next: true }
}
