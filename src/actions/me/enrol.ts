/** A further factor inside a session, under a fresh step-up: an app, shown once, or a contact, to which a code goes. Confirming it is confirm.ts. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id, text } from '#actions/input.ts'
import { sendInSession } from '#actions/login/frame/codes-in-session.ts'
import { readContact } from '#actions/login/frame/contact.ts'
import { asKnown, givenFor, openSecret, sealEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { asMyself, type Mine } from '#actions/me/own.ts'
import { allowedTypes } from '#actions/me/view.ts'
import type { Context } from '#actions/world.ts'
import type { FactorType } from '#factors/factor.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import type { KnownFactor } from '#store/known.ts'
import { saveSessionEnrolment } from '#store/sessions.ts'

/** What waits for its first code. `stored`: a contact on record that is being chosen. `replaces`: the phone that goes for this one. */
export type Pending = {
  readonly id: string
  readonly type: string
  readonly label: string
  readonly secret: unknown
  readonly stored: boolean
  readonly replaces?: string
  /** Passcodes that were explained by the phone's clock: this secret has no row yet in which they could be used up. */
  readonly explained?: readonly string[]
}
type Begun = Readonly<Record<string, unknown>>
type Input = { readonly label?: string | undefined; readonly number?: string | undefined; readonly replaces?: string | undefined }

export const addFactor = action({
  name: 'me.factor.add',
  about: 'Begins a further factor; what it shows is shown once.',
  rest: { method: 'POST', path: '/me/factors' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ type: text(40), label: text(60).optional(), number: text(40).optional(), replaces: id().optional() }),
  run: (context, input): Promise<Outcome<Begun>> =>
    asMyself(context, async (tx, mine): Promise<Outcome<Begun>> => {
      const type = typeNamed(context.world, input.type)
      if (!type || !allowedTypes(context.world, mine.known, tx.now).includes(type.name)) return refuse('factor/not-allowed')
      const begun = await (type.contact ? contact(context, tx, mine, type, input) : shown(context, tx, mine, type, input))
      return isRefusal(begun) ? begun : { body: begun }
    }),
})

async function shown({ world }: Context, tx: Tx, { known, session }: Mine, type: FactorType, input: Input): Promise<Begun | Refusal> {
  const older = input.replaces === undefined ? undefined : known.factors.find((f) => f.id === input.replaces && replaceable(f, type))
  if (input.replaces !== undefined && !older) return refuse('record/unknown', { extra: { what: 'factor' } })
  const label = input.label ?? ''
  const enrolled = await type.enrol(givenFor(world, known, tx.now), label)
  const pending: Pending = {
    id: newId('fac', tx.now),
    type: type.name,
    label,
    secret: enrolled.secret,
    stored: false,
    ...(older ? { replaces: older.id } : {}),
  }
  await saveSessionEnrolment(tx, session.id, sealEnrolment(world, known, pending))
  return enrolled.show
}

/** Another of the same kind that is in use. */
export const replaceable = (f: KnownFactor, type: Pick<FactorType, 'name'>): boolean => f.type === type.name && f.state === 'bound'

/** The contact on record; or, where none is, one that is typed: it is kept once the code that goes there has come back. */
async function contact(context: Context, tx: Tx, mine: Mine, type: FactorType, { number }: Input): Promise<Begun | Refusal> {
  const { world } = context
  const { known, session } = mine
  const recorded = known.factors.find((f) => f.type === type.name && f.state !== 'proposed')
  if (recorded && (recorded.state === 'bound' || number !== undefined)) return refuse('factor/not-allowed')
  if (recorded && (!recorded.usable || recorded.disabledAt !== null)) return refuse('login/contact-unavailable')
  const factor = recorded ?? (await fromTyping(context, tx, mine, type, number))
  if (isRefusal(factor)) return factor
  const sent = await sendInSession(context, tx, mine, factor)
  if (isRefusal(sent)) return sent
  const secret = openSecret(world, known, factor)
  const pending: Pending = { id: factor.id, type: type.name, label: '', secret, stored: recorded !== undefined }
  await saveSessionEnrolment(tx, session.id, sealEnrolment(world, known, pending))
  return sent
}

async function fromTyping({ world }: Context, tx: Tx, { known }: Mine, type: FactorType, typed?: string): Promise<KnownFactor | Refusal> {
  if (!type.typed || typed === undefined) return refuse('login/contact-unavailable')
  const read = await readContact(world, known, type, typed, tx.now)
  if (isRefusal(read)) return read
  const row = {
    id: newId('fac', tx.now),
    type: type.name,
    label: '',
    secret: sealSecret(world, known, read.secret),
    state: 'stored' as const,
  }
  return asKnown(row, tx.now)
}
