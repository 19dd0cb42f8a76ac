/** Begins an enrolment inside the login: a secret for an app, a code to a contact on record or to a number that is typed, or, where the contact was just proven, nothing more. */
import { z } from 'zod'
import { action, type Done, type Outcome } from '#actions/action.ts'
import { text } from '#actions/input.ts'
import { readContact } from '#actions/login/frame/contact.ts'
import { asKnown, givenFor, openEnrolment, openSecret, opens, sealEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { sendCode, sentView } from '#actions/login/frame/sending.ts'
import { holderOf, named, type Running, running, settle } from '#actions/login/frame/step.ts'
import type { Context } from '#actions/world.ts'
import type { FactorType } from '#factors/factor.ts'
import { next } from '#rules/login/next.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import { type KnownFactor, lockKnown } from '#store/known.ts'
import { saveEnrolment } from '#store/logins.ts'

/** What waits for its confirmation: a new secret, or a contact on record that is being chosen. */
export type Pending = {
  readonly id: string
  readonly type: string
  readonly secret: unknown
  readonly stored: boolean
  /** Passcodes that were explained by the phone's clock: this secret has no row yet in which they could be used up. */
  readonly explained?: readonly string[]
}

type Begun = Readonly<Record<string, unknown>>
type Scene = { readonly context: Context; readonly tx: Tx; readonly at: Running; readonly type: FactorType }

export const enrolLogin = action({
  name: 'login.enrol',
  about: 'Begins enrolling a second factor; what it shows is shown once. A number is given only where none is on record.',
  rest: { method: 'POST', path: '/logins/current/enrolment' },
  may: 'login',
  input: z.strictObject({ type: text(40), number: text(40).optional() }),
  async run(context, input): Promise<Outcome<Begun>> {
    const found = await named(context)
    if (isRefusal(found)) return found
    return context.world.store.inAccount(found.account, async (tx): Promise<Outcome<Begun>> => {
      const at = running(context, await lockKnown(tx, { user: found.userId, login: found.id }), tx.now)
      if (isRefusal(at)) return at
      const step = next(at.state, at.facts)
      const type = typeNamed(context.world, input.type)
      if (step.kind !== 'enrol' || !type || !step.types.includes(type.name)) return refuse('login/not-asked')
      const scene = { context, tx, at, type }
      const stored = type.contact && at.known.factors.find((f) => f.type === type.name && reaches(scene, f))
      if (input.number !== undefined) return stored || !type.typed ? UNASKED : numberTyped(scene, input.number)
      if (!type.contact) return secret(scene)
      return stored ? contact(scene, stored) : refuse('login/contact-unavailable')
    })
  },
})

/** Where a contact is on record, codes go there and nowhere else. */
const UNASKED = refuse('request/invalid', { extra: { fields: [{ field: 'number', problem: 'is given only where none is on record' }] } })

/** A proposed contact, a suspended one, and one that does not open reach nobody. */
const reaches = ({ context, at }: Scene, f: KnownFactor): boolean =>
  f.state !== 'proposed' && f.usable && f.disabledAt === null && opens(context.world, at.known, f)

const save = ({ context, tx, at }: Scene, pending: Pending): Promise<unknown> =>
  saveEnrolment(tx, at.login.id, sealEnrolment(context.world, at.known, pending))

async function secret(scene: Scene): Promise<Done<Begun>> {
  const { context, tx, at, type } = scene
  const enrolled = await type.enrol(givenFor(context.world, at.known, tx.now), '')
  await save(scene, { id: newId('fac', tx.now), type: type.name, secret: enrolled.secret, stored: false })
  return { body: enrolled.show }
}

/** Kept with the login alone until the code that goes there was answered: what was only typed is no contact. */
async function numberTyped(scene: Scene, number: string): Promise<Done<Begun> | Refusal> {
  const { context, tx, at, type } = scene
  const { world } = context
  const read = await readContact(world, at.known, type, number, tx.now)
  if (isRefusal(read)) return read
  const pending: Pending = { id: earlier(scene) ?? newId('fac', tx.now), type: type.name, secret: read.secret, stored: false }
  return sendTo(
    scene,
    asKnown({ ...pending, label: '', secret: sealSecret(world, at.known, pending.secret), state: 'stored' }, tx.now),
    pending,
  )
}

/** A number typed anew stands in the place of the one before, so that the code to that one is void and not sent any more. */
function earlier({ context, at, type }: Scene): string | undefined {
  if (at.login.enrolment === null) return undefined
  const pending = openEnrolment(context.world, at.known, at.login.enrolment) as Pending
  return pending.type === type.name && !pending.stored ? pending.id : undefined
}

/** A contact on record: chosen at once if this login has just proven it, else by a code sent there. */
async function contact(scene: Scene, factor: KnownFactor): Promise<Done<Begun> | Refusal> {
  const { context, tx, at } = scene
  const pending: Pending = { id: factor.id, type: factor.type, secret: openSecret(context.world, at.known, factor), stored: true }
  if (!at.state.proofs.some((p) => p.factor === factor.id)) return sendTo(scene, factor, pending)
  const proof = at.facts.contacts.find((c) => c.factor === factor.id)
  if (!proof) return refuse('login/contact-unavailable')
  const done = await settle(context, tx, at, {
    event: { type: 'enrolled', proof, verdict: 'right' },
    carry: { bind: { ...pending, label: '', notify: false } },
  })
  return isRefusal(done) ? done : { body: { proven: true, login: done.body }, ...(done.tokens ? { tokens: done.tokens } : {}) }
}

async function sendTo(scene: Scene, factor: KnownFactor, pending: Pending): Promise<Done<Begun> | Refusal> {
  const { context, tx, at } = scene
  const asker = { known: at.known, holder: holderOf(at.login), address: context.client.address }
  const sent = await sendCode(context.world, tx, asker, factor, 'contact-code')
  if (isRefusal(sent)) return sent
  await save(scene, pending)
  return { body: sentView(sent) }
}
