/** What must be there before anybody signs in: the reserved account of the operators, and the users that nobody is. */
import { newPersonalKey } from '#actions/audit/record.ts'
import type { World } from '#actions/world.ts'
import { OPERATOR } from '#rules/access/may.ts'
import { DEFAULT_POLICY, OPERATOR_POLICY, type Policy } from '#rules/policy/policy.ts'
import { accountExists, insertAccount, insertPolicy, insertRole } from '#store/accounts.ts'
import type { Tx } from '#store/database.ts'
import { insertFactor } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { DECOY_ACCOUNT, DECOYS, decoyKey, PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { insertUser } from '#store/users.ts'

/** Does nothing where it is done; safe to run on every node at every start. */
export async function preparePlatform(world: World): Promise<void> {
  const there = await world.store.asOperator('prepare the platform', PLATFORM_ACCOUNT, (tx) => accountExists(tx, DECOY_ACCOUNT))
  if (there) return
  // One hash for all decoys: nobody knows the password it was made of, and its work is what counts.
  const phc = await world.hashing.hash(Buffer.from(world.random(32)).toString('hex'))
  await world.store.asOperator('prepare the platform', PLATFORM_ACCOUNT, async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('sallyport prepare'))")
    if (await accountExists(tx, DECOY_ACCOUNT)) return
    await reserve(tx, PLATFORM_ACCOUNT, 'platform', OPERATOR_POLICY)
    await insertRole(tx, PLATFORM_ACCOUNT, newId('rol', tx.now), 'Operator', OPERATOR)
    await reserve(tx, DECOY_ACCOUNT, 'nobody', DEFAULT_POLICY)
  })
  await world.store.asOperator('make the decoys', DECOY_ACCOUNT, async (tx) => {
    await tx.begun
    for (let n = 0; n < DECOYS; n++) await decoy(world, tx, n, phc)
  })
}

async function reserve(tx: Tx, id: string, slug: string, policy: Policy): Promise<void> {
  const account = {
    id,
    slug,
    name: slug === 'platform' ? 'Sallyport' : '',
    language: 'en' as const,
    timeZone: 'UTC',
    helpEmail: null,
    helpPhone: null,
  }
  await insertAccount(tx, account, tx.now)
  await insertPolicy(tx, id, { version: 1, document: policy, author: 'system', reason: 'the platform was prepared' }, tx.now)
}

async function decoy(world: World, tx: Tx, n: number, phc: string): Promise<void> {
  const id = newId('usr', tx.now)
  const user = { id, username: decoyKey(n), usernameKey: decoyKey(n), name: '', email: 'nobody@sallyport.invalid', language: 'en' as const }
  if (!(await insertUser(tx, { ...user, state: 'active', way: 'choose', personalKey: newPersonalKey(world, DECOY_ACCOUNT, id) }, tx.now)))
    return
  const secret = world.seal.seal(JSON.stringify({ phc }), { account: DECOY_ACCOUNT, user: id, column: 'factor.secret' })
  await insertFactor(
    tx,
    { id: newId('fac', tx.now), user: id, type: 'password', label: '', secret, state: 'bound', provenAt: null },
    tx.now,
  )
}
