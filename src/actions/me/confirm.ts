/** Ends an enrolment inside a session: the first right code binds the factor, and is used up by it. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { text } from '#actions/input.ts'
import { answerInSession } from '#actions/login/frame/codes-in-session.ts'
import { asKnown, openEnrolment, sealEnrolment, sealSecret, typeNamed } from '#actions/login/frame/facts.ts'
import { type Pending, replaceable } from '#actions/me/enrol.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { notice } from '#actions/message/notify.ts'
import { refuse } from '#rules/refusals.ts'
import { insertFactor, removeFactor, replacing, setState } from '#store/factors.ts'
import { saveSessionEnrolment } from '#store/sessions.ts'

export const confirmFactor = action({
  name: 'me.factor.confirm',
  about: 'Confirms the further factor with its first code.',
  rest: { method: 'POST', path: '/me/factors/confirm' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ code: text(64) }),
  run: (context, input): Promise<Outcome<{ id: string; type: string }>> =>
    asMyself(context, async (tx, mine): Promise<Outcome<{ id: string; type: string }>> => {
      const { world } = context
      const { known, session } = mine
      if (session.enrolment === null) return refuse('login/no-enrolment')
      const pending = openEnrolment(world, known, session.enrolment) as Pending
      const { id, type, label } = pending
      const row = { id, type, label, secret: sealSecret(world, known, pending.secret), state: 'stored' as const }
      const stored = known.factors.find((f) => f.id === id && f.state === 'stored' && f.usable && f.disabledAt === null)
      // Chosen, changed or typed anew meanwhile: nothing is judged by a row that is no longer what it was.
      const taken = typeNamed(world, type)?.contact !== undefined && known.factors.some((f) => f.type === type && f.state !== 'proposed')
      if (pending.stored ? !stored : taken) return refuse('login/no-enrolment')
      const factor = stored ?? asKnown(row, tx.now)
      // The row must be there before its first answer can be burned; it goes again if the answer was wrong.
      if (!stored) await insertFactor(tx, { ...row, user: known.user.id, provenAt: null }, tx.now)
      const wrong = await answerInSession(context, tx, mine, factor, { code: input.code, before: pending.explained ?? [] })
      if (wrong && !stored) await removeFactor(tx, id)
      if (wrong?.explained !== undefined) {
        const now: Pending = { ...pending, explained: [...(pending.explained ?? []), wrong.explained] }
        await saveSessionEnrolment(tx, session.id, sealEnrolment(world, known, now))
      }
      if (wrong) return wrong.refusal
      await Promise.all([setState(tx, id, 'bound'), saveSessionEnrolment(tx, session.id, null)])
      const older = known.factors.find((f) => f.id === pending.replaces && replaceable(f, { name: type }))
      // Only now: this first code shows that the new phone works, the next one that it is in use.
      if (older) await replacing(tx, id, older.id)
      recordOwn(context, tx, known, `factor added ${type}`, older ? { replaces: older.id } : {})
      const named = label === '' ? {} : { label }
      await notice(world, tx, known, older ? 'new-phone' : 'factor-added', { ...named, type }, tx.now)
      return { body: { id, type } }
    }),
})
