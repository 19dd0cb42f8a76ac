/** What an invitation is for. Looking consumes nothing, so a mail scanner that opens links does no harm. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { token } from '#actions/input.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { digestOf } from '#actions/tokens.ts'
import type { PasswordRules } from '#rules/login/shape.ts'
import { MAX_CODE_POINTS } from '#rules/password/strength.ts'
import { refuse } from '#rules/refusals.ts'
import { readKnown } from '#store/known.ts'
import { linkCounts } from '#store/links.ts'
import { findLink } from '#store/lookups.ts'

type Invitation = { username: string; name: string; language: string; account: { name: string; slug: string }; rules: PasswordRules }

export const lookAtInvitation = action({
  name: 'invitation.look',
  about: 'Who is invited where, and the rules for the password.',
  rest: { method: 'POST', path: '/invitations/look' },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world }, input): Promise<Outcome<Invitation>> {
    const found = await findLink(world.store, digestOf(input.token), 'invitation')
    if (!found) return refuse('link/invalid')
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<Invitation>> => {
      const known = await readKnown(tx, { user: found.userId })
      if (!known || !(await linkCounts(tx, found.id, tx.now))) return refuse('link/invalid')
      const { user, account } = known
      const rules = { ...judge(world, known, tx.now).effective.password, maxLength: MAX_CODE_POINTS }
      return {
        body: {
          username: user.username,
          name: user.name,
          language: user.language,
          account: { name: account.name, slug: account.slug },
          rules,
        },
      }
    })
  },
})
