/** The login as the outside sees it: the machine's next question with hints, times and sent codes filled in. Nothing here decides. */
import { hintOf, type Judged, judge } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import type { Asking, Login, Next } from '#rules/login/login.ts'
import { next } from '#rules/login/next.ts'
import type { Ask, Offered, PublicLogin, Sent } from '#rules/login/shape.ts'
import { MAX_CODE_POINTS } from '#rules/password/strength.ts'
import type { Proof } from '#rules/proof.ts'
import { TRIES_PER_CODE } from '#rules/throttle/sending.ts'
import type { Tx } from '#store/database.ts'
import type { Known, Purpose } from '#store/known.ts'
import type { Challenged } from '#store/logins.ts'
import { readMessage } from '#store/messages.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

export type View = {
  readonly id: string
  readonly purpose: Purpose
  readonly state: Login
  readonly sent: Readonly<Record<string, Challenged>>
  readonly expiresAt: number
}

/** Who helps the people of an account. */
export const helpOf = ({ account }: Pick<Known, 'account'>): { readonly email?: string; readonly phone?: string } => ({
  ...(account.helpEmail ? { email: account.helpEmail } : {}),
  ...(account.helpPhone ? { phone: account.helpPhone } : {}),
})

/** `codes`: recovery codes made by the very act that this picture answers. */
export async function picture(world: World, tx: Tx, known: Known, view: View, codes?: readonly string[]): Promise<PublicLogin> {
  const { account, user } = known
  const base = {
    id: view.id,
    purpose: view.purpose,
    expiresAt: iso(view.expiresAt),
    now: iso(tx.now),
    account: { name: account.name, slug: account.slug, help: helpOf(known) },
    user: { username: user.username, name: user.name, language: user.language },
  }
  if (view.state.is === 'granted' || view.state.is === 'recovered') return { ...base, state: view.state.is }
  if (view.state.is === 'refused') return { ...base, state: 'refused', reason: view.state.why }
  const judged = judge(world, known, tx.now)
  const step = next(view.state, judged.facts)
  // What the person holds has changed so that no way is left: the next act of theirs would end it with the same words.
  if (step.kind === 'refuse') return { ...base, state: 'refused', reason: step.why }
  const ask = await asked(world, tx, known, { view, state: view.state, step, judged }, codes)
  return { ...base, state: 'asking', ask }
}

type Standing = { readonly view: View; readonly state: Asking; readonly step: Next; readonly judged: Judged }

async function asked(world: World, tx: Tx, known: Known, at: Standing, codes?: readonly string[]): Promise<Ask> {
  const { view, state, step } = at
  const { facts, effective } = at.judged
  const newer = ({ id }: Offered) => Number(known.factors.some((f) => f.id === id && f.replaces !== null))
  // Of two phones the new one comes first: once it was used, the older one goes.
  const offered = (proofs: readonly Proof[]): Offered[] =>
    proofs.flatMap((p) => offer(world, known, p)).toSorted((a, b) => (a.type === b.type ? newer(b) - newer(a) : 0))
  const sent = async (ids: readonly string[]) => {
    const found = await lastSent(world, tx, view, ids)
    return found ? { sent: found } : {}
  }
  const until = (skippable: boolean) => (skippable ? { skippableUntil: iso(facts.skippableUntil) } : {})
  switch (step.kind) {
    case 'answer':
      return { kind: 'answer', factors: offered(step.factors), ...(await sent(step.factors.map((f) => f.factor))) }
    case 'prove-contact':
      return {
        kind: 'prove-contact',
        contacts: offered(step.contacts),
        ...(await sent(step.contacts.map((f) => f.factor))),
        ...until(step.skippable),
      }
    case 'enrol':
      // The code to a number that was typed here has no contact on record beside it.
      return { kind: 'enrol', types: step.types, ...(await sent(Object.keys(view.sent))), ...until(step.skippable) }
    case 'save-recovery-codes':
      return { kind: 'save-recovery-codes', ...(codes ? { codes } : {}) }
    case 'new-password':
      return {
        kind: 'new-password',
        reasons: state.recovers ? ['forgotten'] : facts.mustChange,
        rules: { ...effective.password, maxLength: MAX_CODE_POINTS },
      }
    default:
      // The policy was lowered since: any factor held closes the login.
      return { kind: 'answer', factors: offered(facts.held) }
  }
}

function offer(world: World, known: Known, proof: Proof): Offered[] {
  const factor = known.factors.find((f) => f.id === proof.factor)
  return factor ? [{ id: factor.id, type: factor.type, hint: hintOf(world, known, factor) }] : []
}

/** The code sent last to one of these factors, with what became of its message. */
export async function lastSent(world: World, tx: Tx, view: Pick<View, 'sent'>, ids: readonly string[]): Promise<Sent | undefined> {
  const latest = Object.entries(view.sent)
    .filter(([factor]) => ids.includes(factor))
    .sort(([, a], [, b]) => b.sentAt - a.sentAt)[0]
  if (!latest) return undefined
  const [factor, s] = latest
  const message = await readMessage(tx, s.message)
  return {
    factor,
    reference: s.reference,
    sentTo: s.sentTo,
    channel: message?.channel ?? 'mail',
    sentAt: iso(s.sentAt),
    resendAt: iso(s.resendAt),
    validUntil: iso(s.validUntil),
    triesLeft: Math.max(0, TRIES_PER_CODE - s.tries),
    delivery: message?.status ?? 'failed',
    ...(message?.acceptedAt ? { acceptedAt: iso(message.acceptedAt) } : {}),
    ...(message?.deliveredAt ? { deliveredAt: iso(message.deliveredAt) } : {}),
    ...(world.mailFrom && message?.channel !== 'sms' ? { from: world.mailFrom } : {}),
  }
}
