/** The load generator, a process of its own: runs parts side by side for a time and says how much each got done, and how fast. */
import { beChild } from './child.ts'
import { type Person, passcode, rota, stepAt } from './people.ts'
import { request, Wire } from './wire.ts'

/** What to do over and over. `atOnce`: how many at the same time. `rate`: begun per second, however slow the answers are. */
export type Part = {
  readonly what: 'login' | 'check' | 'hash' | 'knock'
  readonly port: number
  readonly atOnce: number
  readonly rate?: number
}
/** `perSecond` counts what succeeded; `p50` and `p99` are its times in milliseconds; `refused` is everything else. */
export type Got = {
  readonly done: number
  readonly refused: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export type Question =
  | { readonly do: 'know'; readonly people: readonly Person[]; readonly password: string }
  /** Opens sessions for the checks, and answers with their cookies. */
  | { readonly do: 'sign-in'; readonly port: number; readonly count: number }
  | { readonly do: 'run'; readonly parts: readonly Part[]; readonly ms: number }

type Try = (wire: Wire, port: number) => Promise<boolean>

let next: () => Person | undefined = () => undefined
let everybody: readonly Person[] = []
let password = ''
const sids: string[] = []

/** Both doors; the session's cookie, or undefined. A login that is not as it should be is told once, and counts as refused. */
async function signIn(wire: Wire, port: number): Promise<string | undefined> {
  const person = next()
  if (!person) return undefined
  const first = await wire.send(request(port, 'POST', '/api/v1/logins', '', { username: person.username, password }))
  const cookie = /__Host-login=[^;]+/.exec(first.head)?.[0]
  if (first.status !== 201 || !cookie) return tell(first.status, first.body)
  const code = passcode(person.key, stepAt(Date.now()))
  const second = await wire.send(request(port, 'POST', '/api/v1/logins/current/answer', cookie, { factor: person.totp, code }))
  if (!second.body.includes('"granted"')) return tell(second.status, second.body)
  return /__Host-sid=[^;]+/.exec(second.head)?.[0]
}

let told = false
function tell(status: number, body: string): undefined {
  if (!told && status !== 503) process.stderr.write(`  a login was refused: ${status} ${body.slice(0, 200)}\n`)
  told ||= status !== 503
}

let turn = 0
const TRIES: Record<Part['what'], Try> = {
  login: async (wire, port) => (await signIn(wire, port)) !== undefined,
  check: async (wire, port) => (await wire.send(request(port, 'GET', '/api/v1/session', sids[turn++ % sids.length]))).status === 200,
  hash: async (wire, port) => (await wire.send(request(port, 'POST', '/hash'))).status === 200,
  // The first door alone, as a flood would have it.
  knock: async (wire, port) =>
    (await wire.send(request(port, 'POST', '/api/v1/logins', '', { username: everybody[turn++ % everybody.length]?.username, password })))
      .status === 201,
}

async function run(parts: readonly Part[], ms: number): Promise<Got[]> {
  const begin = performance.now()
  return Promise.all(parts.map((part) => work(part, begin, begin + ms)))
}

async function work({ what, port, atOnce, rate }: Part, begin: number, until: number): Promise<Got> {
  const times: number[] = []
  let refused = 0
  let last = begin
  let begun = 0
  const one = async () => {
    const wire = new Wire(port)
    try {
      for (;;) {
        // At a rate, waiting for one's turn counts: who is kept waiting by a slow server waits all the same.
        const due = rate === undefined ? performance.now() : begin + (begun++ * 1000) / rate
        if (due >= until) return
        const early = due - performance.now()
        if (early > 0) await new Promise((ok) => setTimeout(ok, early))
        const right = await TRIES[what](wire, port)
        last = performance.now()
        if (right) times.push(last - due)
        else refused++
      }
    } finally {
      wire.close()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { done: times.length, refused, perSecond: (times.length * 1000) / (last - begin), p50: at(0.5), p99: at(0.99) }
}

await beChild<object, Question>(async () => ({
  async answer(question) {
    if (question.do === 'run') return run(question.parts, question.ms)
    if (question.do === 'know') {
      everybody = question.people
      next = rota(everybody)
      password = question.password
      return undefined
    }
    const wire = new Wire(question.port)
    while (sids.length < question.count) {
      const sid = await signIn(wire, question.port)
      if (!sid) throw new Error('nobody could sign in')
      sids.push(sid)
    }
    wire.close()
    return sids
  },
  stop: async () => undefined,
}))
