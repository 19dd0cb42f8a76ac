/** What the link of a forgotten password is for. Looking consumes nothing, so a mail scanner that opens links does no harm. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { token } from '#actions/input.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { RESET_LINK } from '#actions/password-reset/mail.ts'
import { digestOf } from '#actions/tokens.ts'
import type { PasswordRules } from '#rules/login/shape.ts'
import { MAX_CODE_POINTS } from '#rules/password/strength.ts'
import { refuse } from '#rules/refusals.ts'
import { readKnown } from '#store/known.ts'
import { linkCounts } from '#store/links.ts'
import { findLink } from '#store/lookups.ts'

type Reset = { username: string; account: { name: string; slug: string }; rules: PasswordRules }

export const lookAtReset = action({
  name: 'password-reset.look',
  about: 'Whose password is set anew by this link, and the rules for it.',
  rest: { method: 'POST', path: '/password-resets/look' },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world }, input): Promise<Outcome<Reset>> {
    const found = await findLink(world.store, digestOf(input.token), RESET_LINK)
    if (!found) return refuse('link/invalid')
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<Reset>> => {
      const known = await readKnown(tx, { user: found.userId })
      if (!known || !(await linkCounts(tx, found.id, tx.now))) return refuse('link/invalid')
      const { facts, effective } = judge(world, known, tx.now)
      if (facts.user !== 'open') return refuse('link/invalid')
      const rules = { ...effective.password, maxLength: MAX_CODE_POINTS }
      return { body: { username: known.user.username, account: { name: known.account.name, slug: known.account.slug }, rules } }
    })
  },
})
