/** The gate before every action: input, session, permission and freshness, in this order and nowhere else. */
import type { Action, Outcome } from '#actions/action.ts'
import { freshEnough } from '#actions/session/fresh.ts'
import { leaveSession } from '#actions/session/leave.ts'
import type { Context } from '#actions/world.ts'
import { type Actor, may } from '#rules/access/may.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'

export async function perform<I, O>(action: Action<I, O>, context: Context, raw: unknown): Promise<Outcome<O>> {
  const barred = await permitted(action as Action, context)
  if (barred) return barred
  const input = action.input.safeParse(raw)
  if (!input.success)
    return refuse('request/invalid', {
      extra: { fields: input.error.issues.map((i) => ({ field: i.path.join('.'), problem: i.message })) },
    })
  const done = await action.run(context, input.data)
  if (!isRefusal(done) && typeof done.tokens?.session === 'string') await leaveSession(context)
  return done
}

async function permitted(action: Action, context: Context): Promise<Refusal | undefined> {
  if (action.may === 'anyone' || action.may === 'login') return undefined
  const { session, terminal } = context
  if (!session && !terminal) return refuse('session/none')
  const actor: Actor = session ? { kind: 'user', id: session.userId, permissions: session.permissions } : { kind: 'terminal' }
  if (action.may !== 'session' && !may(actor, action.may)) return refuse('permission/missing', { extra: { permission: action.may } })
  if (action.fresh !== undefined && session && !(await freshEnough(context, session, action.fresh))) return refuse('session/step-up')
  return undefined
}
