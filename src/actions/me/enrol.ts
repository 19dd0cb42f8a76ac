/** A further authenticator inside a session, under a fresh step-up: begun, then confirmed by its first passcode. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { text } from '#actions/input.ts'
import { asKnown, givenFor, openEnrolment, sealEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { judged, NO_DOOR, waiting } from '#actions/login/frame/guess.ts'
import { verify } from '#actions/login/frame/verify.ts'
import { notice } from '#actions/message/notify.ts'
import { refuse } from '#rules/refusals.ts'
import { insertFactor, removeFactor, setState } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { lockKnown } from '#store/known.ts'
import { readSessionEnrolment, saveSessionEnrolment } from '#store/sessions.ts'

type Pending = { readonly id: string; readonly type: string; readonly label: string; readonly secret: unknown }
export const addFactor = action({
  name: 'me.factor.add',
  about: 'Begins a further factor; what it shows is shown once.',
  rest: { method: 'POST', path: '/me/factors' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ type: text(40), label: text(60).optional() }),
  async run({ world, session }, input): Promise<Outcome<Readonly<Record<string, unknown>>>> {
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<Readonly<Record<string, unknown>>>> => {
      const known = await lockKnown(tx, { user: session.userId })
      const type = typeNamed(world, input.type)
      const ours = world.catalogue.some((c) => c.name === input.type && c.enrollable && !c.contact)
      if (!known || !type || !ours) return refuse('factor/not-allowed')
      const enrolled = await type.enrol(givenFor(world, known, tx.now), input.label ?? '')
      const pending: Pending = { id: newId('fac', tx.now), type: type.name, label: input.label ?? '', secret: enrolled.secret }
      await saveSessionEnrolment(tx, session.id, sealEnrolment(world, known, pending))
      return { body: enrolled.show }
    })
  },
})

export const confirmFactor = action({
  name: 'me.factor.confirm',
  about: 'Confirms the further factor with its first code.',
  rest: { method: 'POST', path: '/me/factors/confirm' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ code: text(64) }),
  async run(context, input): Promise<Outcome<{ id: string; type: string }>> {
    const { world, session } = context
    if (!session) return refuse('session/none')
    return world.store.inAccount(session.account, async (tx): Promise<Outcome<{ id: string; type: string }>> => {
      const known = await lockKnown(tx, { user: session.userId })
      const sealed = await readSessionEnrolment(tx, session.id)
      if (!known || !sealed) return refuse('login/no-enrolment')
      const pending = openEnrolment(world, known, sealed) as Pending
      const row = {
        id: pending.id,
        type: pending.type,
        label: pending.label,
        secret: sealSecret(world, known, pending.secret),
        state: 'stored' as const,
      }
      const factor = asKnown(row, tx.now)
      const barred = waiting(known, factor, NO_DOOR, tx.now)
      if (barred) return barred
      const verdict = await verify(world, known, factor, input.code, undefined, tx.now)
      await insertFactor(tx, { ...row, user: known.user.id, provenAt: tx.now }, tx.now)
      const result = await judged(context, tx, known, factor, NO_DOOR, verdict)
      if (result !== 'right') {
        await removeFactor(tx, factor.id)
        return refuse('login/wrong-answer')
      }
      await Promise.all([setState(tx, factor.id, 'bound'), saveSessionEnrolment(tx, session.id, null)])
      await record(world, tx, tx.now, { act: `factor added ${factor.type}`, subject: known.user, actor: known.user.id })
      await notice(world, tx, known, 'factor-added', {}, tx.now)
      return { body: { id: factor.id, type: factor.type } }
    })
  },
})
