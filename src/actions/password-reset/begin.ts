/**
 * From the mailed link to a login that recovers: the same machine with another requirement (rules/recovery). The link is used
 * up by it; where nothing could be shown beside it, it is left as it is and the person is told who helps.
 */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { token } from '#actions/input.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { helpOf, picture } from '#actions/login/frame/picture.ts'
import { LOGIN_MS } from '#actions/login/start.ts'
import { RESET_LINK } from '#actions/password-reset/mail.ts'
import { digestOf, newToken } from '#actions/tokens.ts'
import { begin } from '#rules/login/decide.ts'
import { next } from '#rules/login/next.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { refuse } from '#rules/refusals.ts'
import { newId } from '#store/ids.ts'
import { lockKnown } from '#store/known.ts'
import { consumeLink, linkCounts } from '#store/links.ts'
import { insertLogin } from '#store/logins.ts'
import { findLink } from '#store/lookups.ts'

export const beginReset = action({
  name: 'password-reset.begin',
  about: 'Begins setting a forgotten password anew; it ends with a new password and signs nobody in.',
  rest: { method: 'POST', path: '/password-resets/begin', status: 201 },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world, client }, input): Promise<Outcome<PublicLogin>> {
    const found = await findLink(world.store, digestOf(input.token), RESET_LINK)
    if (!found) return refuse('link/invalid')
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<PublicLogin>> => {
      const known = await lockKnown(tx, { user: found.userId })
      if (!known || !(await linkCounts(tx, found.id, tx.now))) return refuse('link/invalid')
      const state = begin(false, true)
      const step = next(state, judge(world, known, tx.now).facts)
      if (step.kind === 'refuse') {
        if (step.why !== 'cannot-satisfy') return refuse('link/invalid')
        return refuse('recovery/needs-help', {
          extra: { account: { name: known.account.name, slug: known.account.slug, help: helpOf(known) } },
        })
      }
      if (!(await consumeLink(tx, found.id, tx.now))) return refuse('link/invalid')
      const cookie = newToken(world)
      const view = { id: newId('lgn', tx.now), purpose: 'recover' as const, state, sent: {}, expiresAt: tx.now + LOGIN_MS }
      const row = { ...view, token: cookie.digest, user: known.user.id, session: null, epoch: known.user.epoch, agent: client.agent }
      await insertLogin(tx, row, tx.now)
      await record(world, tx, tx.now, {
        act: 'password reset begun',
        subject: known.user,
        actor: 'anyone',
        personal: { agent: client.agent },
      })
      return { body: await picture(world, tx, known, view), tokens: { login: cookie.text } }
    })
  },
})
