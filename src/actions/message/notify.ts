/** Posts a message to one user in the caller's transaction: sealed, in their language, to an address on record. */
import type { World } from '#actions/world.ts'
import type { Message } from '#factors/factor.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import type { Known } from '#store/known.ts'
import { post } from '#store/messages.ts'

export type Posting = {
  readonly message: Message
  readonly validUntil: number
  readonly login?: string
  readonly factor?: string
}

/** Who is written to, and in whose name. */
export type Whom = {
  readonly user: Pick<Known['user'], 'id' | 'username' | 'name' | 'email' | 'language'>
  readonly account: Pick<Known['account'], 'id' | 'name' | 'helpEmail' | 'helpPhone'>
}

/** A notice is worth sending for a day. */
const NOTICE_MS = 86_400_000

/** Returns the id of the message, by which its status can be read. */
export async function send(world: World, tx: Tx, known: Whom, p: Posting, now: number): Promise<string> {
  const { user, account } = known
  const id = newId('msg', now)
  const data = { account: account.name, name: user.name, username: user.username, help: helpOf(known), ...p.message.data }
  const body = world.seal.seal(JSON.stringify({ to: p.message.to, data, requestedAt: now }), {
    account: account.id,
    user: user.id,
    column: 'message.body',
  })
  const row = {
    id,
    user: user.id,
    login: p.login ?? null,
    factor: p.factor ?? null,
    channel: p.message.channel,
    template: p.message.template,
  }
  await post(tx, { ...row, language: user.language, body, validUntil: p.validUntil }, now)
  return id
}

/** Tells the user that something changed, at the address on record. */
export const notice = (
  world: World,
  tx: Tx,
  known: Pick<Known, 'user' | 'account'>,
  template: string,
  data: Readonly<Record<string, string>>,
  now: number,
) => send(world, tx, known, { message: { channel: 'mail', to: known.user.email, template, data }, validUntil: now + NOTICE_MS }, now)

const helpOf = ({ account }: Pick<Whom, 'account'>): string => [account.helpEmail, account.helpPhone].filter(Boolean).join(', ')
