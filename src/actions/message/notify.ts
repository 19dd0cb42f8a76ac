/** Posts a message to one user in the caller's transaction: sealed, in their language, to an address on record. */
import { openSecret, opens, typeNamed, withheld } from '#actions/login/frame/facts.ts'
import type { World } from '#actions/world.ts'
import type { Message } from '#factors/factor.ts'
import { alwaysTold, BUDGET_DAY_MS, BUDGET_MONTH_MS, NOTICE_EVERY_MS, NOTICES_BY_SMS, withinBudget } from '#rules/throttle/messages.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import type { Known } from '#store/known.ts'
import { DECOY_ACCOUNT } from '#store/lookups.ts'
import { post, smsNotices, smsSpent, toldSince } from '#store/messages.ts'

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
export const NOTICE_MS = 86_400_000

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

/** Notices urgent enough to cost an SMS, and as what: one that has no sentence of its own sends people to their mailbox. */
const BY_SMS: Readonly<Record<string, string>> = {
  'factor-added': 'factor-added',
  'factor-removed': 'factor-removed',
  'factors-reset': 'factors-reset',
  'password-changed': 'password-changed',
  'sign-in-blocked': 'sign-in-blocked',
  'contact-changed': 'contact-changed',
  'contact-proposed': 'notice',
  'contact-reverted': 'notice',
}

/** A contact that may be told of what happens: its id, and where it is. */
export type Recipient = { readonly factor: string; readonly channel: 'mail' | 'sms'; readonly to: string }

/** Every contact of this user that messages may go to: the mailbox on record, and the number that was proven where SMS is granted. */
export function recipients(world: World, known: Known): Recipient[] {
  const silent = withheld(world, known)
  return known.factors.flatMap((f) => {
    const type = typeNamed(world, f.type)
    if (!type?.contact || !type.to || !f.usable || f.state === 'proposed' || silent.includes(f.type) || !opens(world, known, f)) return []
    if (type.contact === 'sms' && f.state !== 'bound' && f.provenAt === null) return []
    return [{ factor: f.id, channel: type.contact, to: type.to(openSecret(world, known, f)) }]
  })
}

type Data = Readonly<Record<string, string>>
export type Notice = { readonly template: string; readonly data: Data; readonly validUntil: number }

/** Says it to some contacts, to each in the words of its channel. */
export async function tell(world: World, tx: Tx, known: Whom, to: readonly Omit<Recipient, 'factor'>[], n: Notice): Promise<void> {
  const posted = to.map((r) => ({ ...r, template: r.channel === 'mail' ? n.template : BY_SMS[n.template] }))
  await Promise.all(
    posted.map(({ channel, to, template }) =>
      template === undefined
        ? undefined
        : send(world, tx, known, { message: { channel, to, template, data: n.data }, validUntil: n.validUntil }, tx.now),
    ),
  )
}

/** Tells the user that something changed, at every contact that may be told, each time; what strangers can cause, once an hour. */
export async function notice(world: World, tx: Tx, known: Known, template: string, data: Data, now: number): Promise<void> {
  if (!alwaysTold(template) && (await toldSince(tx, known.user.id, template, now - NOTICE_EVERY_MS))) return
  // Names nobody has hold no contact; they write what others write.
  const nobody = known.account.id === DECOY_ACCOUNT ? [{ channel: 'mail' as const, to: known.user.email }] : []
  const told = recipients(world, known)
  // What an account may spend on SMS is not spent on what a mail says too.
  const spent =
    told.some((r) => r.channel === 'sms') &&
    (!withinBudget(known.account.sms, await smsSpent(tx, BUDGET_DAY_MS, BUDGET_MONTH_MS, now)) ||
      (await smsNotices(tx, known.user.id, now - NOTICES_BY_SMS.withinMs)) >= NOTICES_BY_SMS.most)
  await tell(world, tx, known, [...nobody, ...told.filter((r) => r.channel === 'mail' || !spent)], {
    template,
    data,
    validUntil: now + NOTICE_MS,
  })
}

const helpOf = ({ account }: Pick<Whom, 'account'>): string => [account.helpEmail, account.helpPhone].filter(Boolean).join(', ')
