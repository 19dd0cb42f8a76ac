/** How somebody gets in, as a sentence. */
import { eitherOf } from './moments.ts'
import type { Person } from './wire.ts'
import type { Say, Word } from './words.ts'

const WAYS: Readonly<Record<string, Word>> = { totp: 'how.totp', email: 'how.email', sms: 'how.sms', passkey: 'how.passkey' }
const OWN = ['to-enrol', 'disabled', 'invited', 'locked'] as const

/** The types that open the second door, each once. Recovery codes are for the day when none of them is at hand. */
export const secondFactors = (person: Person): readonly string[] =>
  [...new Set(person.factors.map((factor) => factor.type))].filter((type) => type in WAYS)

export function howOf(person: Person, say: Say): string {
  const own = OWN.find((state) => state === person.state)
  if (own) return say(`how.${own}`)
  const ways = secondFactors(person).flatMap((type) => WAYS[type] ?? [])
  return ways.length > 0 ? say('how.second', { ways: eitherOf(ways.map((way) => say(way))) }) : say('how.password')
}
