/** Accepts an invitation: the invited chooses a password, and the login goes on to the second factor at once. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { password, token } from '#actions/input.ts'
import { givenFor, judge, typeNamed } from '#actions/login/frame/facts.ts'
import { doubts } from '#actions/login/frame/new-password.ts'
import { beginVouched } from '#actions/login/frame/vouched.ts'
import { digestOf } from '#actions/tokens.ts'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { lockKnown, readKnown } from '#store/known.ts'
import { consumeLink, linkCounts } from '#store/links.ts'
import { findLink } from '#store/lookups.ts'

export const acceptInvitation = action({
  name: 'invitation.accept',
  about: 'Chooses the first password and begins the first login.',
  rest: { method: 'POST', path: '/invitations/accept', status: 201 },
  may: 'anyone',
  input: z.strictObject({ token: token(), password: password() }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const { world } = context
    const found = await findLink(world.store, digestOf(input.token), 'invitation')
    if (!found) return refuse('link/invalid')
    // A password that is refused does not use the link up, and no hash is made for a link that does not count.
    const before = await world.store.inAccount(found.account, async (tx) => {
      const known = await readKnown(tx, { user: found.userId })
      if (!known || !(await linkCounts(tx, found.id, tx.now))) return refuse('link/invalid')
      return doubts(world, known, judge(world, known, tx.now).effective, input.password) ?? { known, now: tx.now }
    })
    if (isRefusal(before)) return before
    const enrolled = await typeNamed(world, 'password')?.enrol(givenFor(world, before.known, before.now), input.password)
    return world.store.inAccount(found.account, async (tx): Promise<Outcome<PublicLogin>> => {
      const known = await lockKnown(tx, { user: found.userId })
      if (known?.user.state !== 'invited' || !(await consumeLink(tx, found.id, tx.now))) return refuse('link/invalid')
      await record(world, tx, tx.now, { act: 'invitation accepted', subject: known.user, actor: known.user.id })
      return beginVouched(context, tx, known, enrolled?.secret)
    })
  },
})
