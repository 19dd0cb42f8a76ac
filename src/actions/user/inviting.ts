/** Makes a user who is invited: a mailbox on record, a link by mail, and no password until they choose one. */
import { newPersonalKey, record } from '#actions/audit/record.ts'
import { usernameKey } from '#actions/input.ts'
import { send } from '#actions/message/notify.ts'
import { newToken } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import type { Way } from '#rules/policy/policy.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { type AccountFacts, giveRole } from '#store/accounts.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { type Language, readKnown } from '#store/known.ts'
import { insertLink } from '#store/links.ts'
import { insertUser, userByKey } from '#store/users.ts'

/** An invitation counts for 72 hours. */
const INVITATION_MS = 72 * 3_600_000

export type Invitee = {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly way: Way
  readonly role?: string | undefined
}
export type Invited = {
  readonly id: string
  readonly username: string /** Shown on the server's terminal only, and only for operators. */
  readonly link: string
}

export async function invite(world: World, tx: Tx, account: AccountFacts, who: Invitee, actor: string): Promise<Invited | Refusal> {
  const id = newId('usr', tx.now)
  const personalKey = newPersonalKey(world, account.id, id)
  const row = {
    id,
    username: who.username,
    usernameKey: usernameKey(who.username),
    name: who.name,
    email: who.email,
    language: who.language,
    way: who.way,
  }
  if (!(await insertUser(tx, { ...row, state: 'invited', personalKey }, tx.now))) return again(world, tx, account, row.usernameKey, actor)
  if (who.role) await giveRole(tx, id, who.role)
  await storeMailbox(world, tx, account.id, id, who.email)
  await record(world, tx, tx.now, {
    act: 'user invited',
    subject: { id, personalKey },
    actor,
    personal: { username: who.username, email: who.email },
  })
  const link = await mailInvitation(world, tx, account, row)
  return { id, username: who.username, link }
}

/** Somebody of this account who has not accepted yet gets a new link, to the address on record; any other name is taken. */
async function again(world: World, tx: Tx, account: AccountFacts, key: string, actor: string): Promise<Invited | Refusal> {
  const id = await userByKey(tx, key)
  const known = id ? await readKnown(tx, { user: id }) : undefined
  if (known?.user.state !== 'invited') return refuse('username/taken')
  await record(world, tx, tx.now, { act: 'user invited again', subject: known.user, actor })
  return { id: known.user.id, username: known.user.username, link: await mailInvitation(world, tx, account, known.user) }
}

/** The address on record: a contact that policy may ask, and that a first enrolment must prove. */
export async function storeMailbox(world: World, tx: Tx, account: string, user: string, email: string): Promise<void> {
  const secret = world.seal.seal(JSON.stringify({ address: email }), { account, user, column: 'factor.secret' })
  await insertFactor(tx, { id: newId('fac', tx.now), user, type: 'email', label: '', secret, state: 'stored', provenAt: null }, tx.now)
}

type Whom = Parameters<typeof send>[2]['user']

/** Ends earlier invitations of this user and mails a new one. Returns the link. */
export async function mailInvitation(world: World, tx: Tx, account: AccountFacts, user: Whom): Promise<string> {
  const token = newToken(world)
  const expiresAt = tx.now + INVITATION_MS
  await insertLink(tx, { id: newId('lnk', tx.now), user: user.id, kind: 'invitation', token: token.digest, expiresAt }, tx.now)
  const link = `${world.origin}/invitation#${token.text}`
  const message = { channel: 'mail' as const, to: user.email, template: 'invitation', data: { link } }
  await send(world, tx, { user, account }, { message, validUntil: expiresAt }, tx.now)
  return link
}
