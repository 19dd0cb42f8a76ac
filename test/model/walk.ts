/** Walks through every state a login can be in, world by world, and writes down which invariant breaks where. */
import { begin, decide } from '#rules/login/decide.ts'
import type { Decision, Effect, Event, Facts, Login } from '#rules/login/login.ts'
import { next } from '#rules/login/next.ts'
import type { Proof } from '#rules/proof.ts'
import { type Invariant, OF_ENDS, OF_STEPS, OF_WORLDS, type Step } from './invariants.ts'
import { type History, isOn, isPassword } from './own-words.ts'
import { type Look, OF_LOOKS } from './questions.ts'
import { changesOf, factor, having, MAILBOX, type World } from './worlds.ts'

/** The code under test; test/model/faults.test.ts puts broken ones in its place. */
export type Machine = { readonly begin: typeof begin; readonly decide: typeof decide; readonly next: typeof next }
export const machine: Machine = { begin, decide, next }

export type Report = {
  worlds: number
  states: number
  transitions: number
  /** Invariants that broke, each with the first place where it did. */
  readonly broken: Map<Invariant, string>
}
export const nothingYet = (): Report => ({ worlds: 0, states: 0, transitions: 0, broken: new Map() })

type Node = {
  readonly login: Login
  readonly facts: Facts
  readonly history: History
  readonly changed: boolean
  readonly came: { readonly from: Node; readonly by: Event | 'a change' } | undefined
  readonly leadsTo: Node[]
}

/** More states than any one login has. */
const MOST = 5_000
const BORN = { right: new Set<string>(), skipped: false, issued: false, kept: false, changed: false }
const CODES = factor('recovery-code 2')
const NEW = [factor('totp 4'), factor('mock 4'), factor('passkey 4'), MAILBOX]
const STEPS = (['codes-kept', 'password-changed', 'skipped', 'expired', 'superseded', 'cancelled'] as const).map(
  (type): Event => ({ type }),
)
const answer = (id: string): Event[] =>
  (['right', 'wrong', 'reused'] as const).map((verdict) => ({ type: 'answered', factor: id, verdict }))
const ENROLMENTS = NEW.flatMap((proof) => (['right', 'wrong'] as const).map((verdict): Event => ({ type: 'enrolled', proof, verdict })))

/** Everything that may be tried: each factor on record, each type, each other step. */
export function eventsOf(facts: Facts): Event[] {
  const ids = new Set([...facts.held, ...facts.blocked, ...facts.contacts, ...facts.beside].map((p) => p.factor))
  return [...[...ids].flatMap(answer), { type: 'answered', factor: 'somebody else’s', verdict: 'wrong' }, ...ENROLMENTS, ...STEPS]
}

/** The facts after an act has carried out its effects. */
function carriedOut(facts: Facts, event: Event, did: readonly Effect['do'][]): Facts {
  let now = facts
  for (const effect of did) {
    if (effect === 'bind' && event.type === 'enrolled')
      now = { ...now, ...having(now, [...now.held.filter((h) => h.factor !== event.proof.factor), event.proof]) }
    if (effect === 'issue-codes') now = { ...now, unkept: true }
    if (effect === 'keep-codes')
      now = { ...now, unkept: false, issuesCodes: false, ...having(now, [...now.held.filter((h) => h.type !== CODES.type), CODES]) }
    if (effect === 'set-password') now = { ...now, mustChange: [] }
  }
  return now
}

function lived(history: History, event: Event, did: readonly Effect['do'][], asked: boolean): History {
  const right =
    'verdict' in event && event.verdict === 'right' ? (event.type === 'answered' ? event.factor : event.proof.factor) : undefined
  if (!asked && (right === undefined || history.right.has(right))) return history
  return {
    ...history,
    ...(right === undefined ? {} : { right: new Set([...history.right, right]) }),
    ...(asked && event.type === 'skipped' ? { skipped: true } : {}),
    ...(asked && event.type === 'codes-kept' ? { kept: true } : {}),
    ...(asked && event.type === 'password-changed' ? { changed: true } : {}),
    ...(did.includes('issue-codes') ? { issued: true, kept: false } : {}),
  }
}

const ids = (proofs: readonly Proof[] | undefined): string => proofs?.map((p) => `${p.factor}@${p.at ?? ''}`).join() ?? ''

function keyOf({ login, facts, changed }: Pick<Node, 'login' | 'facts' | 'changed'>): string {
  const l =
    login.is === 'asking'
      ? `${ids(login.proofs)}|${login.failures}|${login.codes}|${login.changed}|${login.skipped}|${login.vouched}|${login.recovers}`
      : `${login.is}|${login.is === 'refused' ? login.why : ''}|${ids(login.proofs)}`
  if (!changed && login.is !== 'asking') return l
  const f = `${facts.user}|${ids(facts.held)}|${ids(facts.blocked)}|${facts.contacts.length}|${ids(facts.beside)}|${facts.unkept}|${facts.issuesCodes}|${facts.mustChange.length}|${facts.now}`
  return `${l}#${f}|${changed ? `${facts.need.atLeast} ${facts.need.types?.join()}|${facts.enrollable.join()}` : ''}`
}

/**
 * Visits every state that can be reached in these worlds, and adds what it finds to `report`. With `changes`, anything in
 * changesOf() may happen once at any point of a login. Ends early when `until` is broken.
 */
export function walk(
  under: Machine,
  worlds: Iterable<World>,
  report: Report,
  { changes = false, until }: { changes?: boolean; until?: Invariant } = {},
): Report {
  for (const world of worlds) {
    report.worlds++
    const seen = new Map<string, Node>()
    const usual = eventsOf(world.facts)
    const enter = (to: Omit<Node, 'leadsTo'>): Node => {
      const key = keyOf(to)
      const known = seen.get(key)
      if (known) return known
      const node = { ...to, leadsTo: [] }
      seen.set(key, node)
      return node
    }
    enter({
      login: under.begin(world.vouched, world.recovers),
      facts: world.facts,
      history: { ...BORN, vouched: world.vouched, recovers: world.recovers },
      changed: false,
      came: undefined,
    })
    // A Map may grow while it is walked: this ends when no state is new.
    for (const node of seen.values()) {
      if (seen.size > MOST) throw new Error(told(node, 'a login without end: no walk would ever see all of it'))
      if (until && report.broken.has(until)) return report
      look(under, node, report)
      for (const event of node.facts === world.facts ? usual : eventsOf(node.facts)) {
        const to = go(under, node, event, report)
        // Where nothing changed there is nothing new to enter.
        if (to.login !== node.login || to.facts !== node.facts) node.leadsTo.push(enter(to))
      }
      if (!changes || node.changed || node.login.is !== 'asking') continue
      for (const facts of changesOf(node.facts)) enter({ ...node, facts, changed: true, came: { from: node, by: 'a change' } })
    }
    report.states += seen.size
    waysIn(under, [...seen.values()], report)
  }
  return report
}

function look(under: Machine, node: Node, { broken }: Report): void {
  if (node.login.is !== 'asking') return
  const at: Look = { login: node.login, facts: node.facts, history: node.history, asked: under.next(node.login, node.facts) }
  for (const [name, holds] of LOOKS)
    if (!broken.has(name) && !holds(at)) broken.set(name, told(node, `is asked ${JSON.stringify(at.asked)}`))
}

/** One event: what comes of it, and whether all that must hold of it does. What is asked is asked of the real code, which `look` has judged. */
function go(under: Machine, node: Node, event: Event, report: Report): Omit<Node, 'leadsTo'> {
  report.transitions++
  const { login: from, facts: before, history, changed } = node
  const decision = under.decide(from, event, before)
  const did = decision.effects.map((e) => e.do)
  const after = carriedOut(before, event, did)
  const judge = (name: Invariant, holds: boolean) => {
    if (!holds && !report.broken.has(name))
      report.broken.set(name, told(node, `${JSON.stringify(event)} makes ${JSON.stringify(decision)}`))
  }
  const now = lived(history, event, did, decision.asked)
  if (from.is === 'asking') {
    const step: Step = { from, asked: next(from, before), event, before, after, history, lived: now, decision, did }
    for (const [name, holds] of STEPS_HOLD) judge(name, holds(step))
  } else for (const [name, holds] of ENDS_HOLD) judge(name, holds({ from, decision }))
  return { login: decision.login, facts: after, history: now, changed, came: { from: node, by: event } }
}

const LOOKS = Object.entries(OF_LOOKS) as [Invariant, (look: Look) => boolean][]
const ENDS_HOLD = Object.entries(OF_ENDS) as [Invariant, (over: { from: Login; decision: Decision }) => boolean][]
const STEPS_HOLD = Object.entries(OF_STEPS) as [Invariant, (step: Step) => boolean][]

/** Promise 2: backwards from every session and every new password, over the ways that lead there. */
function waysIn(under: Machine, nodes: readonly Node[], { broken }: Report): void {
  const name = OF_WORLDS[0]
  if (broken.has(name)) return
  const before = new Map<Node, Node[]>()
  for (const node of nodes) for (const to of node.leadsTo) before.set(to, [...(before.get(to) ?? []), node])
  const good = new Set(nodes.filter((n) => n.login.is === 'granted' || n.login.is === 'recovered'))
  for (const node of good) for (const from of before.get(node) ?? []) good.add(from)
  const stuck = nodes.find((node) => {
    const { login, facts, history } = node
    if (login.is !== 'asking' || facts.user !== 'open' || good.has(node)) return false
    const first = history.recovers || login.proofs.some((p) => isPassword(p) && isOn(facts.held, p))
    return first && under.next(login, facts).kind !== 'refuse'
  })
  if (stuck) broken.set(name, told(stuck, 'has no way in'))
}

/** A state in words: the world it is in and the way that led there. */
function told(node: Node, what: string): string {
  const way: string[] = []
  let at: Node = node
  while (at.came) {
    way.unshift(at.came.by === 'a change' ? `then it is so: ${JSON.stringify(at.facts)}` : JSON.stringify(at.came.by))
    at = at.came.from
  }
  return [
    `world ${JSON.stringify({ ...at.facts, vouched: at.history.vouched, recovers: at.history.recovers })}`,
    ...way,
    `here ${what}`,
  ].join('\n  ')
}
