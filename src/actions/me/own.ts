/** What every act on oneself has in common: the user and their session under the user's lock, and the row it leaves in the audit log. */
import { record } from '#actions/audit/record.ts'
import type { Context } from '#actions/world.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import type { Tx } from '#store/database.ts'
import { type Known, lockKnown, readKnown } from '#store/known.ts'
import { type OpenSession, readSession } from '#store/sessions.ts'

export type Mine = { readonly known: Known; readonly session: OpenSession }

/** A session that was ended while this call was on its way changes nothing any more: it is read again under the lock. */
export const asMyself = <T>(context: Context, work: (tx: Tx, mine: Mine) => Promise<T | Refusal>): Promise<T | Refusal> =>
  mine(context, lockKnown, work)

/** The same for what only looks. */
export const lookAtMyself = <T>(context: Context, work: (tx: Tx, mine: Mine) => Promise<T | Refusal>): Promise<T | Refusal> =>
  mine(context, readKnown, work)

async function mine<T>(
  { world, session }: Context,
  read: typeof readKnown,
  work: (tx: Tx, mine: Mine) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  if (!session) return refuse('session/none')
  return world.store.inAccount(session.account, async (tx): Promise<T | Refusal> => {
    const [known, open] = await Promise.all([read(tx, { user: session.userId }), readSession(tx, session.id)])
    return known && open ? work(tx, { known, session: open }) : refuse('session/none')
  })
}

/** An act of the user on themselves, with where it came from. */
export const recordOwn = (
  { world, client }: Context,
  tx: Tx,
  { user }: Pick<Known, 'user'>,
  act: string,
  data: Readonly<Record<string, unknown>> = {},
): void =>
  record(world, tx, tx.now, { act, subject: user, actor: user.id, data, personal: { agent: client.agent, address: client.address } })

export const iso = (ms: number): string => new Date(ms).toISOString()
