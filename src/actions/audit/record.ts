/** Writes an act to the audit chain, in the caller's transaction: an act that cannot be recorded does not happen. */
import { createHash } from 'node:crypto'
import type { World } from '#actions/world.ts'
import { append } from '#store/audit.ts'
import type { Tx } from '#store/database.ts'
import { decrypt, encrypt } from '#store/seal.ts'

export type Subject = { readonly id: string; readonly personalKey: string }
export type Act = {
  readonly act: string
  /** Whom it concerns. */
  readonly subject?: Subject
  /** Who did it: a user's id, `terminal`, `anyone`, `system`. */
  readonly actor: string
  /** Facts that identify nobody. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Facts that do: sealed with the subject's own key, so that erasing the key erases them and the chain still verifies. */
  readonly personal?: Readonly<Record<string, unknown>>
}

export function record(world: World, tx: Tx, now: number, act: Act): void {
  const personal = act.personal && act.subject ? sealed(world, tx.account, act.subject, act.personal) : undefined
  const body = JSON.stringify({
    at: now,
    act: act.act,
    actor: act.actor,
    subject: act.subject?.id ?? null,
    data: act.data ?? {},
    ...(personal ? { personal } : {}),
  })
  append(tx, { at: now, act: act.act, subject: act.subject?.id ?? null, body })
}

const keyOf = (world: World, account: string, subject: Subject): Buffer =>
  Buffer.from(world.seal.open(subject.personalKey, { account, user: subject.id, column: 'users.personal_key' }), 'base64')

const sealed = (world: World, account: string, subject: Subject, personal: object): string =>
  encrypt(keyOf(world, account, subject), JSON.stringify(personal), Buffer.from('audit'))

/** The personal part of a row, for those who may read it. Throws once the key was erased. */
export const openPersonal = (world: World, account: string, subject: Subject, text: string): unknown =>
  JSON.parse(decrypt(keyOf(world, account, subject), text, Buffer.from('audit')))

/** A new user's own key for personal data, sealed. */
export const newPersonalKey = (world: World, account: string, user: string): string =>
  world.seal.seal(Buffer.from(world.random(32)).toString('base64'), { account, user, column: 'users.personal_key' })

/** How a link of the chain is made: what `append_audit` does in the database, done again to check it. */
export const linkOf = (previous: Buffer, seq: number, body: string): Buffer =>
  createHash('sha256').update(previous).update(`${seq} ${body}`).digest()
