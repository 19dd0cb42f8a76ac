/** What happened to one's own account lately, from the audit log, with device and place where the act was one's own or a stranger's. */
import { action, type Outcome } from '#actions/action.ts'
import { openPersonal } from '#actions/audit/record.ts'
import { nothing } from '#actions/input.ts'
import { iso, lookAtMyself } from '#actions/me/own.ts'
import type { World } from '#actions/world.ts'
import type { OwnAct } from '#rules/me.ts'
import { actsAbout } from '#store/audit.ts'
import type { Known } from '#store/known.ts'

const MOST = 20

export const myActivity = action({
  name: 'me.activity',
  about: 'The latest acts about the signed-in user.',
  rest: { method: 'GET', path: '/me/activity' },
  may: 'session',
  input: nothing(),
  run: (context): Promise<Outcome<{ acts: OwnAct[] }>> =>
    lookAtMyself(context, async (tx, { known }) => {
      const rows = await actsAbout(tx, known.user.id, MOST)
      return { body: { acts: rows.map((r) => ({ at: iso(r.at), act: r.act, ...whence(context.world, known, r.body) })) } }
    }),
})

/** Of whom it was done by somebody else in office, the place is theirs and stays so. */
function whence(world: World, known: Known, body: string): Pick<OwnAct, 'address' | 'agent'> {
  const { actor, personal } = JSON.parse(body) as { actor: string; personal?: string }
  if (personal === undefined || (actor !== known.user.id && actor !== 'anyone')) return {}
  const { address, agent } = openPersonal(world, known.account.id, known.user, personal) as { address?: string; agent?: string }
  return { ...(address === undefined ? {} : { address }), ...(agent ? { agent } : {}) }
}
