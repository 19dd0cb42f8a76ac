/** The first operator: from the set-up link to a password, and on to the second factor in the same login. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { newPersonalKey, record } from '#actions/audit/record.ts'
import { language, mailbox, password, text, token, username, usernameKey } from '#actions/input.ts'
import { givenFor, judge, typeNamed } from '#actions/login/frame/facts.ts'
import { doubts } from '#actions/login/frame/new-password.ts'
import { beginVouched } from '#actions/login/frame/vouched.ts'
import { setUpOpen } from '#actions/set-up/link.ts'
import { storeMailbox } from '#actions/user/inviting.ts'
import type { PasswordRules, PublicLogin } from '#rules/login/shape.ts'
import { MAX_CODE_POINTS } from '#rules/password/strength.ts'
import { OPERATOR_POLICY } from '#rules/policy/policy.ts'
import { isRefusal, type Refusal, refuse } from '#rules/refusals.ts'
import { giveRole, roleNamed } from '#store/accounts.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import { type Known, lockKnown } from '#store/known.ts'
import { operatorExists, PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { replaceUnfinished } from '#store/set-up.ts'
import { insertUser, removeUser, userByKey } from '#store/users.ts'

const RULES: PasswordRules = { minLength: 12, maxLength: MAX_CODE_POINTS, level: OPERATOR_POLICY.password.level }

export const lookAtSetUp = action({
  name: 'set-up.look',
  about: 'Whether the set-up link counts, and the rules for the password.',
  rest: { method: 'POST', path: '/set-up/look' },
  may: 'anyone',
  input: z.strictObject({ token: token() }),
  async run({ world }, input): Promise<Outcome<{ rules: PasswordRules }>> {
    return (await setUpOpen(world.store, input.token)) ? { body: { rules: RULES } } : refuse('set-up/closed')
  },
})

export const claimSetUp = action({
  name: 'set-up.claim',
  about: 'Makes the first operator.',
  rest: { method: 'POST', path: '/set-up', status: 201 },
  may: 'anyone',
  input: z.strictObject({
    token: token(),
    username: username(),
    name: text(100),
    email: mailbox(),
    language: language(),
    password: password(),
  }),
  async run(context, input): Promise<Outcome<PublicLogin>> {
    const { world } = context
    if (!(await setUpOpen(world.store, input.token))) return refuse('set-up/closed')
    const made = await world.store.inAccount(PLATFORM_ACCOUNT, async (tx): Promise<{ known: Known; now: number } | Refusal> => {
      await tx.begun
      const known = await firstOperator(context, tx, input)
      if (isRefusal(known)) return known
      const doubt = doubts(world, known, judge(world, known, tx.now).effective, input.password)
      return doubt ?? { known, now: tx.now }
    })
    if (isRefusal(made)) return made
    const enrolled = await typeNamed(world, 'password')?.enrol(givenFor(world, made.known, made.now), input.password)
    return world.store.inAccount(PLATFORM_ACCOUNT, async (tx): Promise<Outcome<PublicLogin>> => {
      await replaceUnfinished(tx, made.known.user.id)
      const known = await lockKnown(tx, { user: made.known.user.id })
      // Asked again under the lock: the link closes the moment that an operator is enrolled.
      if (!known || !(await setUpOpen(tx, input.token))) return refuse('set-up/closed')
      await record(world, tx, tx.now, { act: 'set-up claimed', subject: known.user, actor: known.user.id })
      return beginVouched(context, tx, known, enrolled?.secret)
    })
  },
})

type Input = { readonly username: string; readonly name: string; readonly email: string; readonly language: 'en' | 'de' | 'it' }

/** Somebody who began and left before enrolling is replaced: the link counts until an operator can sign in. */
async function firstOperator({ world }: Parameters<typeof claimSetUp.run>[0], tx: Tx, input: Input): Promise<Known | Refusal> {
  // Nobody who can sign in is ever replaced.
  if (await operatorExists(tx)) return refuse('set-up/closed')
  const key = usernameKey(input.username)
  const unfinished = await userByKey(tx, key)
  if (unfinished) await removeUser(tx, unfinished)
  const id = newId('usr', tx.now)
  const user = { id, username: input.username, usernameKey: key, name: input.name, email: input.email, language: input.language }
  if (
    !(await insertUser(tx, { ...user, state: 'invited', way: 'choose', personalKey: newPersonalKey(world, PLATFORM_ACCOUNT, id) }, tx.now))
  )
    return refuse('username/taken')
  const role = await roleNamed(tx, 'Operator')
  if (role) await giveRole(tx, id, role)
  await storeMailbox(world, tx, PLATFORM_ACCOUNT, id, input.email)
  const known = await lockKnown(tx, { user: id })
  if (!known) throw new Error('a user was lost in its own transaction')
  return known
}
