/** The outbox as actions, so that it passes the same gates as everything else: what was sent, who is who, and the time machine. */
import { z } from 'zod'
import { type Action, action, type Outcome } from '#actions/action.ts'
import { nothing, text } from '#actions/input.ts'
import type { World } from '#actions/world.ts'
import { spoken } from '#factors/sms/number.ts'
import { refuse } from '#rules/refusals.ts'
import { advance } from '#store/clock.ts'
import { readShown } from './authenticator.ts'
import { tellNeighbours } from './neighbours.ts'
import { type Person, readPeople } from './people.ts'
import type { Authenticator, Captured, Tables } from './tables.ts'

/** The furthest one turn of the time machine goes: beyond every period that a policy knows. */
const FURTHEST_S = 400 * 86_400

/** `label`: which of somebody's phones it is, where they named it. */
type Shown = Authenticator & { readonly takenUp: boolean; readonly label?: string }
const iso = (ms: number): string => new Date(ms).toISOString()
const secret = () => z.string().min(16).max(2048)
const NO_SECRET = refuse('request/invalid', { extra: { fields: [{ field: 'secret', problem: 'is no secret for an authenticator app' }] } })

/** `may: anyone`: the demo answers on this machine only, and shows all it has. `neighbours`: origins of its other processes. */
export function outboxActions(tables: Tables, neighbours: readonly string[]): readonly Action[] {
  const show = action({
    name: 'outbox.show',
    about: 'Everything that was sent, and everybody with all that it takes to sign in.',
    rest: { method: 'GET', path: '/outbox.json' },
    may: 'anyone',
    input: nothing(),
    run: async ({ world }) => ({ body: await readOutbox(world, tables) }),
  })
  const clock = action({
    name: 'outbox.clock',
    about: 'Moves the clock forward, for every server process.',
    rest: { method: 'POST', path: '/outbox/clock' },
    may: 'anyone',
    input: z.strictObject({ advance: z.number().int().min(0).max(FURTHEST_S) }),
    async run({ world }, input): Promise<Outcome<{ now: string }>> {
      await advance(world.store, input.advance * 1000)
      if (input.advance > 0) await tellNeighbours(neighbours)
      return { body: { now: iso((await tables.clock()).now) } }
    },
  })
  const takeUp = action({
    name: 'outbox.take-up',
    about: 'Takes up a secret that a page shows, like an authenticator app.',
    rest: { method: 'POST', path: '/outbox/authenticators', status: 201 },
    may: 'anyone',
    input: z.strictObject({ secret: secret(), label: text(100).optional() }),
    async run(_context, input): Promise<Outcome<Shown>> {
      const read = readShown(input.secret)
      if (!read) return NO_SECRET
      const taken = input.label === undefined ? read : { ...read, username: input.label }
      await tables.takeUp(taken)
      return { body: { ...taken, takenUp: true } }
    },
  })
  const forget = action({
    name: 'outbox.forget',
    about: 'Forgets a secret that was taken up.',
    rest: { method: 'DELETE', path: '/outbox/authenticators', status: 204 },
    may: 'anyone',
    input: z.strictObject({ secret: secret() }),
    async run(_context, input): Promise<Outcome<null>> {
      const read = readShown(input.secret)
      if (!read) return NO_SECRET
      return (await tables.forget(read.secret)) ? { body: null } : refuse('record/unknown', { extra: { what: 'authenticator' } })
    },
  })
  return [show, clock, takeUp, forget]
}

async function readOutbox(world: World, tables: Tables) {
  const [people, messages, taken, { now, offset }] = await Promise.all([
    readPeople(world, tables),
    tables.messages(),
    tables.authenticators(),
    tables.clock(),
  ])
  return {
    now: iso(now),
    offsetSeconds: Math.round(offset / 1000),
    messages: messages.map(message),
    people: people.map((p) => (p.mobile === undefined ? p : { ...p, mobileSpoken: spoken(p.mobile) })),
    authenticators: authenticators(people, taken),
  }
}

const message = ({ id, at, channel, to, subject, text, html, from, account }: Captured) => ({
  id,
  at: iso(at),
  channel,
  to,
  ...(channel === 'sms' ? { toSpoken: spoken(to) } : {}),
  ...(subject === null ? {} : { subject }),
  text,
  ...(html === null ? {} : { html }),
  ...(from === null ? {} : { from }),
  ...(account === null ? {} : { account }),
})

/** The phones of everybody who has bound one, and what this page has taken up; a secret that is both is one. */
function authenticators(people: readonly Person[], taken: readonly Authenticator[]): readonly Shown[] {
  const bound = people.flatMap((p) =>
    p.factors.flatMap(({ secret, label }) =>
      secret ? [{ account: p.accountName, username: p.username, secret, ...(label === undefined ? {} : { label }) }] : [],
    ),
  )
  const isTaken = (secret: string) => taken.some((t) => t.secret === secret)
  const loose = taken.filter((t) => !bound.some((b) => b.secret === t.secret))
  return [...bound.map((b) => ({ ...b, takenUp: isTaken(b.secret) })), ...loose.map((t) => ({ ...t, takenUp: true }))]
}
