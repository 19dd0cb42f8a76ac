/** A new customer account with the modern rules, and its first user invited as administrator. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { language, mailbox, slug, text, username } from '#actions/input.ts'
import { invite } from '#actions/user/inviting.ts'
import { ADMINISTRATOR } from '#rules/access/may.ts'
import { DEFAULT_POLICY } from '#rules/policy/policy.ts'
import { isRefusal, refuse } from '#rules/refusals.ts'
import { insertAccount, insertPolicy, insertRole } from '#store/accounts.ts'
import { newId } from '#store/ids.ts'
import { accountBySlug, databaseNow } from '#store/lookups.ts'

const ZONES = { en: 'UTC', de: 'Europe/Berlin', it: 'Europe/Rome' } as const

export const createAccount = action({
  name: 'account.create',
  about: 'Makes an account and invites its first administrator.',
  rest: { method: 'POST', path: '/accounts', status: 201 },
  may: 'operator.accounts',
  fresh: 300,
  input: z.strictObject({
    slug: slug(),
    name: text(100),
    language: language().default('en'),
    helpEmail: mailbox().optional(),
    helpPhone: text(40).optional(),
    administrator: z.strictObject({ username: username(), name: text(100), email: mailbox() }),
  }),
  async run(context, input): Promise<Outcome<{ id: string; slug: string; administrator: { id: string; username: string } }>> {
    const { world } = context
    if (await accountBySlug(world.store, input.slug)) return refuse('slug/taken')
    const id = newId('acc', await databaseNow(world.store))
    const actor = context.session?.userId ?? 'terminal'
    const made = await world.store
      .asOperator(`create the account ${input.slug}`, id, async (tx) => {
        await tx.begun
        const help = { helpEmail: input.helpEmail ?? null, helpPhone: input.helpPhone ?? null }
        const account = { id, slug: input.slug, name: input.name, language: input.language, timeZone: ZONES[input.language], ...help }
        if (!(await insertAccount(tx, account, tx.now))) return refuse('slug/taken')
        await insertPolicy(tx, id, { version: 1, document: DEFAULT_POLICY, author: actor, reason: 'the account was made' }, tx.now)
        const role = newId('rol', tx.now)
        await insertRole(tx, id, role, 'Administrator', ADMINISTRATOR)
        await record(world, tx, tx.now, { act: 'account created', actor, data: { slug: input.slug } })
        const user = { ...input.administrator, language: input.language, way: 'choose' as const, role }
        const invited = await invite(world, tx, { ...account, state: 'open' as const }, user, actor)
        // A taken username undoes the account too: nothing half made.
        if (isRefusal(invited)) throw new Undone(invited)
        return invited
      })
      .catch(undone)
    if (isRefusal(made)) return made
    return { body: { id, slug: input.slug, administrator: { id: made.id, username: made.username } } }
  },
})

/** A refusal that must roll the transaction back. */
class Undone extends Error {
  readonly refusal: ReturnType<typeof refuse>
  constructor(refusal: ReturnType<typeof refuse>) {
    super(refusal.refused)
    this.refusal = refusal
  }
}
const undone = (error: unknown) => {
  if (error instanceof Undone) return error.refusal
  throw error
}
