/** The language in which pages and messages speak to the signed-in user. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { language } from '#actions/input.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { meView } from '#actions/me/view.ts'
import type { Me } from '#rules/me.ts'
import { setLanguage } from '#store/users.ts'

export const changeProfile = action({
  name: 'me.profile',
  about: 'Changes the own language.',
  rest: { method: 'PUT', path: '/me/profile' },
  may: 'session',
  input: z.strictObject({ language: language() }),
  run: (context, input): Promise<Outcome<Me>> =>
    asMyself(context, async (tx, { known, session }) => {
      await setLanguage(tx, known.user.id, input.language)
      if (input.language !== known.user.language) recordOwn(context, tx, known, 'language changed', { to: input.language })
      const now = { ...known, user: { ...known.user, language: input.language } }
      return { body: await meView(context.world, tx, { known: now, session }) }
    }),
})
