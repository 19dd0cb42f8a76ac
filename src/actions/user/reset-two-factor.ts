/** Takes the second factors of a user away after a loss. Enforcement stays: the next sign-in proves the mailbox and enrols anew (MU-16, MU-17). */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { slug, text, username, usernameKey } from '#actions/input.ts'
import { notice } from '#actions/message/notify.ts'
import { refuse } from '#rules/refusals.ts'
import { removeFactor, storeAnew } from '#store/factors.ts'
import { type KnownFactor, lockKnown } from '#store/known.ts'
import { accountBySlug } from '#store/lookups.ts'
import { endAll } from '#store/sessions.ts'
import { clearAll } from '#store/tallies.ts'
import { userByKey } from '#store/users.ts'

export const resetTwoFactor = action({
  name: 'user.reset-two-factor',
  about: 'Removes the second factors of a user who lost them, ends their sessions and tells them.',
  may: 'users.reset-two-factor',
  fresh: 300,
  input: z.strictObject({ account: slug(), username: username(), reason: text(500) }),
  async run({ world, session }, input): Promise<Outcome<{ removed: number }>> {
    const account = await accountBySlug(world.store, input.account)
    if (!account || (session && session.account !== account)) return refuse('record/unknown', { extra: { what: 'account' } })
    return world.store.inAccount(account, async (tx): Promise<Outcome<{ removed: number }>> => {
      const id = await userByKey(tx, usernameKey(input.username))
      const known = id ? await lockKnown(tx, { user: id }) : undefined
      if (!known || id === session?.userId) return refuse('record/unknown', { extra: { what: 'user' } })
      // A contact that failures have disabled counts as held, chosen or not.
      const counts = (f: KnownFactor) => f.state === 'bound' || f.state === 'issued' || (f.state === 'stored' && f.disabledAt !== null)
      const second = known.factors.filter((f) => f.type !== 'password' && counts(f))
      // Whoever made a reset necessary may have proposed a contact before.
      for (const f of known.factors.filter((f) => f.state === 'proposed')) await removeFactor(tx, f.id)
      // A mailbox stays on record as a contact: it is what proves the person before the next enrolment.
      for (const f of second) await (f.type === 'email' ? storeAnew(tx, f.id) : removeFactor(tx, f.id))
      await clearAll(tx, known.user.id)
      await endAll(tx, known.user.id, tx.now)
      const actor = session?.userId ?? 'terminal'
      await record(world, tx, tx.now, {
        act: 'two-factor reset',
        subject: known.user,
        actor,
        data: { removed: second.map((f) => f.type), reason: input.reason },
      })
      await notice(world, tx, known, 'factors-reset', {}, tx.now)
      return { body: { removed: second.length } }
    })
  },
})
