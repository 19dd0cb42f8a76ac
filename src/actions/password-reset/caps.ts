/** How many links may be asked for from one network address: said at the door, where who they are for is not known yet. */
import { askedFrom } from '#actions/message/caps.ts'
import type { Client, World } from '#actions/world.ts'
import { type Refusal, refuse } from '#rules/refusals.ts'
import { FROM_ADDRESS } from '#rules/throttle/messages.ts'
import { fullFor } from '#rules/throttle/window.ts'
import type { Tx } from '#store/database.ts'
import { lockMeters, mark, readMeters } from '#store/meters.ts'

/** A refusal when too many came from here, whomever they asked about; else one more is counted. */
export async function doorOpen({ seal, random }: World, tx: Tx, { address }: Client): Promise<Refusal | undefined> {
  if (address === '') return undefined
  const scope = askedFrom(seal, address)
  const [, [times = []]] = await Promise.all([lockMeters(tx, [scope]), readMeters(tx, [{ scope, most: FROM_ADDRESS.most }])])
  const wait = fullFor(times, FROM_ADDRESS, tx.now)
  if (wait > 0) return refuse('message/cap', { retryAfter: Math.ceil(wait / 1000) })
  mark(tx, scope, Buffer.from(random(12)).toString('base64url'), tx.now)
  return undefined
}
