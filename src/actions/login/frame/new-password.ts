/** Whether this password may be chosen by this person: the rules of rules/password with the words of account and user. */
import type { World } from '#actions/world.ts'
import { refused } from '#rules/password/strength.ts'
import type { Effective } from '#rules/policy/effective.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import type { Known } from '#store/known.ts'

export function doubts(
  world: World,
  known: Pick<Known, 'user' | 'account'>,
  { password }: Pick<Effective, 'password'>,
  chosen: string,
): Refusal | undefined {
  const { user, account } = known
  const context = [
    'sallyport',
    account.name,
    account.slug,
    user.username,
    user.name,
    ...user.name.split(' '),
    user.email.split('@')[0] ?? '',
  ]
  const code = refused(chosen, { ...password, isCommon: world.isCommon, context })
  return code && refuse(code, { extra: { rules: password } })
}
