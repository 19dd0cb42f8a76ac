/**
 * Several providers as one: asked in their order until one takes the SMS, each with a breaker of its own. It remembers
 * nothing of a message: what was tried, and whether it is still wanted, is the caller's, who is asked before each call.
 */
import { type Breaker, openBreaker } from '../breaker.ts'
import type { Outcome, Provider, Sms } from './provider.ts'

/** The caller's side of one message. */
export type Turn = {
  /** Whether this provider may be asked for it, by what is known of the message. */
  mayAsk(provider: string): boolean
  /** Writes down that it is asked now. Undefined: nobody wants the message any more. */
  begin(provider: string): Promise<Sms | undefined>
  end(provider: string, outcome: Outcome): Promise<void>
}

export type SmsSender = {
  /** Their names, in the order in which they are asked. */
  readonly providers: readonly string[]
  /** accepted: somebody took it. later: some can be asked again. over: nobody is left. unwanted: not asked for any more. */
  send(turn: Turn): Promise<'accepted' | 'later' | 'over' | 'unwanted'>
  /** Rejects, naming each provider that cannot be used now and why. Sends nothing. */
  check(): Promise<void>
  close(): Promise<void>
}

/** `now` in milliseconds, for the breakers. */
export function openSender(providers: readonly Provider[], now: () => number): SmsSender {
  const line = providers.map((provider) => ({ provider, breaker: openBreaker(now) }))
  return {
    providers: providers.map((p) => p.name),
    async send(turn) {
      let later = false
      for (const { provider, breaker } of line) {
        if (!turn.mayAsk(provider.name)) continue
        if (!breaker.mayTry()) {
          later = true
          continue
        }
        const sms = await turn.begin(provider.name)
        if (!sms) return 'unwanted'
        const outcome = await provider.send(sms)
        note(breaker, outcome)
        await turn.end(provider.name, outcome)
        if (outcome.went === 'accepted') return 'accepted'
        later ||= outcome.went === 'later'
      }
      return later ? 'later' : 'over'
    },
    async check() {
      const checked = await Promise.allSettled(providers.map((p) => p.check()))
      const faults = checked.flatMap((c, i) =>
        c.status === 'rejected' ? [`${providers[i]?.name}: ${c.reason instanceof Error ? c.reason.message : 'failed'}`] : [],
      )
      if (faults.length > 0) throw new Error(faults.join('; '))
    },
    close: async () => void (await Promise.all(providers.map((p) => p.close()))),
  }
}

/** Only a provider that is away or falls silent is spared; one that refuses is there. */
const note = (breaker: Breaker, { went }: Outcome): void => (went === 'later' || went === 'unknown' ? breaker.failed() : breaker.worked())
