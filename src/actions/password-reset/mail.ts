/**
 * The mail behind a forgotten password: everybody whose mailbox the address is, on the whole platform, each with a link of
 * their own, in one mail. Run by a job (jobs/forgot.ts); to an address that nobody has, nothing is sent.
 */
import { record } from '#actions/audit/record.ts'
import { usernameKey } from '#actions/input.ts'
import { capsOf } from '#actions/message/caps.ts'
import { recipients, send } from '#actions/message/notify.ts'
import { newToken } from '#actions/tokens.ts'
import type { World } from '#actions/world.ts'
import { newId } from '#store/ids.ts'
import { type Known, lockKnown, readKnown } from '#store/known.ts'
import { insertLink } from '#store/links.ts'
import { DECOY_ACCOUNT, databaseNow, decoyKey, findUsername, usersOfAddress } from '#store/lookups.ts'

/** A link counts for half an hour. */
export const RESET_MS = 30 * 60_000
export const RESET_LINK = 'password-reset'

export type Request = { readonly address: string; readonly at: number }

const PLACE = { account: DECOY_ACCOUNT, user: '', column: 'job.password-reset' }
export const sealRequest = ({ seal }: World, request: Request): string => seal.seal(JSON.stringify(request), PLACE)

/** Carries one request out. What is asked for anew meanwhile ends the links of before. */
export async function mailResets(world: World, sealed: string): Promise<void> {
  const { address, at } = JSON.parse(world.seal.open(sealed, PLACE)) as Request
  if ((await databaseNow(world.store)) >= at + RESET_MS) return
  // One mail for one spelling: where a mail system tells capitals apart, nobody is sent another's link.
  for (const people of Map.groupBy(await peopleAt(world, address), (p) => p.user.email).values()) await mailTo(world, people)
}

/** By address; else by username, to the mailbox on record of whoever has it. */
async function peopleAt(world: World, typed: string): Promise<readonly Known[]> {
  const there = await having(world, typed)
  if (there.length > 0) return there
  const named = await findUsername(world.store, usernameKey(typed), decoyKey(0))
  if (!named || named.decoy) return []
  const known = await world.store.inAccount(named.account, (tx) => readKnown(tx, { user: named.userId }))
  return known ? having(world, known.user.email) : []
}

async function having(world: World, address: string): Promise<readonly Known[]> {
  const people: Known[] = []
  for (const { account, userId } of await usersOfAddress(world.store, address)) {
    const known = await world.store.inAccount(account, (tx) => readKnown(tx, { user: userId }))
    if (known && reachable(world, known)) people.push(known)
  }
  return people
}

/** There is a password to forget, and the address on record is the one that messages may go to now (promise 7). */
const reachable = (world: World, known: Known): boolean =>
  known.factors.some((f) => f.type === 'password') &&
  recipients(world, known).some((r) => r.channel === 'mail' && r.to === known.user.email)

async function mailTo(world: World, people: readonly Known[]): Promise<void> {
  const [first] = people
  if (!first) return
  // Asked first: a mail that is not sent must not end the links of one that was. Nobody is told.
  if (!(await mayWrite(world, first))) return
  const listed: { username: string; account: string; link: string }[] = []
  for (const known of people) {
    const link = await linkFor(world, known)
    if (link) listed.push({ username: known.user.username, account: known.account.name, link })
  }
  if (listed.length === 0) return
  await world.store.inAccount(first.account.id, async (tx) => {
    await tx.begun
    const message = {
      channel: 'mail' as const,
      to: first.user.email,
      template: 'password-forgotten',
      data: { people: JSON.stringify(listed) },
    }
    await send(world, tx, first, { message, validUntil: tx.now + RESET_MS }, tx.now)
  })
}

/** Counted with the codes and whatever else goes to this mailbox. */
const mayWrite = (world: World, { user, account }: Known): Promise<boolean> =>
  world.store.inAccount(account.id, async (tx) => {
    await tx.begun
    const caps = await capsOf(world, tx, { channel: 'mail', to: user.email, address: '', unproven: true })
    if (caps.refusal) return false
    caps.take()
    return true
  })

/** A new link, which ends the one before. Undefined for whoever has gone, moved or been disabled meanwhile. */
const linkFor = (world: World, { user, account }: Known): Promise<string | undefined> =>
  world.store.inAccount(account.id, async (tx) => {
    const known = await lockKnown(tx, { user: user.id })
    if (known?.user.state !== 'active' || known.user.email !== user.email || !reachable(world, known)) return undefined
    const token = newToken(world)
    const row = { id: newId('lnk', tx.now), user: user.id, kind: RESET_LINK, token: token.digest, expiresAt: tx.now + RESET_MS }
    await insertLink(tx, row, tx.now)
    await record(world, tx, tx.now, { act: 'password reset requested', subject: known.user, actor: 'anyone' })
    return `${world.origin}/password#${token.text}`
  })
