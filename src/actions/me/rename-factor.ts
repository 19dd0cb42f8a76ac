/** Gives an own authenticator app another name: what it is listed under here, at sign-in too. The entry on the phone keeps its own. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { id, text } from '#actions/input.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { refuse } from '#rules/refusals.ts'
import { renameFactor } from '#store/factors.ts'

export const renameOwnFactor = action({
  name: 'me.factor.rename',
  about: 'Renames an own factor.',
  rest: { method: 'PUT', path: '/me/factors/{id}' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ id: id(), label: text(60).refine((s) => s.trim() === s, 'begins or ends with a space') }),
  run: (context, input): Promise<Outcome<{ id: string; label: string }>> =>
    asMyself(context, async (tx, { known }): Promise<Outcome<{ id: string; label: string }>> => {
      const factor = known.factors.find((f) => f.id === input.id && f.state === 'bound')
      if (!factor) return refuse('record/unknown', { extra: { what: 'factor' } })
      // A contact is called by itself, and there is one password and one sheet.
      const named = context.world.catalogue.some((c) => c.name === factor.type && c.enrollable && !c.contact)
      if (!named) return refuse('factor/not-allowed')
      await renameFactor(tx, factor.id, input.label)
      recordOwn(context, tx, known, `factor renamed ${factor.type}`)
      return { body: { id: factor.id, label: input.label } }
    }),
})
