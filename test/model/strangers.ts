/** The same blind attempts on a real user and on a name nobody has, side by side: promise 5, as far as the login machine goes. */
import { isDeepStrictEqual as same } from 'node:util'
import type { Asking, Event, Facts } from '#rules/login/login.ts'
import { OF_WORLDS } from './invariants.ts'
import { isPassword } from './own-words.ts'
import { eventsOf, type Machine, type Report } from './walk.ts'
import type { World } from './worlds.ts'

/** What somebody can try who knows no secret: everything but a right answer. */
const BLIND = (facts: Facts): Event[] => eventsOf(facts).filter((e) => !('verdict' in e) || e.verdict === 'wrong')

/** The same blind attempts on a real user and on a name nobody has: every answer must be the same. */
export function lookAlike(under: Machine, worlds: Iterable<World>, report: Report): Report {
  const name = OF_WORLDS[1]
  for (const { facts } of worlds) {
    const nobody: Facts = {
      ...facts,
      user: 'nobody',
      held: facts.held.filter(isPassword),
      blocked: [],
      contacts: [],
      beside: [],
      unkept: false,
      mustChange: [],
    }
    let logins: Asking[] = [under.begin(false)]
    while (logins.length > 0) {
      const further: Asking[] = []
      for (const login of logins)
        for (const event of BLIND(facts)) {
          const [real, none] = [under.decide(login, event, facts), under.decide(login, event, nobody)]
          if (!same(real, none)) report.broken.set(name, `${JSON.stringify({ facts, event, real, none })}`)
          if (report.broken.has(name)) return report
          if (real.asked && real.login.is === 'asking') further.push(real.login)
        }
      logins = further.filter((l, i) => further.findIndex((m) => same(m, l)) === i)
    }
  }
  return report
}
