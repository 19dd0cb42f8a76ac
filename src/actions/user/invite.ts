/** Invites a user into an account. Nobody but the invited chooses the password. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { language, mailbox, slug, text, username } from '#actions/input.ts'
import { invite } from '#actions/user/inviting.ts'
import { WAYS } from '#rules/policy/policy.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { readAccount, roleNamed } from '#store/accounts.ts'
import { accountBySlug, PLATFORM_ACCOUNT } from '#store/lookups.ts'

const person = { username: username(), name: text(100), email: mailbox() }
type Made = { id: string; username: string }

export const inviteUser = action({
  name: 'user.invite',
  about: 'Invites a user by mail.',
  rest: { method: 'POST', path: '/users', status: 201 },
  may: 'users.edit',
  fresh: 900,
  input: z.strictObject({
    /** Only at the terminal: a session acts in its own account. */
    account: slug().optional(),
    ...person,
    language: language().optional(),
    way: z.enum(WAYS).default('choose'),
    role: text(60).optional(),
  }),
  async run({ world, session, terminal }, input): Promise<Outcome<Made>> {
    const account = terminal ? await accountBySlug(world.store, input.account ?? '') : session?.account
    if (!account || (!terminal && input.account !== undefined)) return refuse('record/unknown', { extra: { what: 'account' } })
    const made = await world.store.inAccount(account, async (tx) => {
      const facts = await readAccount(tx)
      if (!facts) return refuse('record/unknown', { extra: { what: 'account' } })
      const role = input.role === undefined ? undefined : await roleNamed(tx, input.role)
      if (input.role !== undefined && !role) return refuse('record/unknown', { extra: { what: 'role' } })
      // Roles are given at the terminal for now: inside an account nobody gives away more than they have (MW-P10).
      if (role && !terminal) return refuse('permission/missing', { extra: { permission: 'roles.edit' } })
      return invite(world, tx, facts, { ...input, language: input.language ?? facts.language, role }, session?.userId ?? 'terminal')
    })
    return isRefusal(made) ? made : { body: { id: made.id, username: made.username } }
  },
})

export const inviteOperator = action({
  name: 'operator.invite',
  about: 'Invites an operator; at the terminal the link is shown too, since a new platform may have no mail server yet.',
  may: 'operator.accounts',
  fresh: 300,
  input: z.strictObject({ ...person, language: language().default('en') }),
  async run({ world, session, terminal }, input): Promise<Outcome<Made & { link?: string }>> {
    const made = await world.store.inAccount(PLATFORM_ACCOUNT, async (tx) => {
      const facts = await readAccount(tx)
      if (!facts) return refuse('record/unknown', { extra: { what: 'account' } })
      const role = await roleNamed(tx, 'Operator')
      return invite(world, tx, facts, { ...input, way: 'choose', role }, session?.userId ?? 'terminal')
    })
    if (isRefusal(made)) return made
    return { body: { id: made.id, username: made.username, ...(terminal ? { link: made.link } : {}) } }
  },
})
