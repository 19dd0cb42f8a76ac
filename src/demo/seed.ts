/** Fills a fresh demo: accounts, policies and people, each account in one transaction, so that a seed cut short goes on where it was. */
import { record } from '#actions/audit/record.ts'
import type { World } from '#actions/world.ts'
import { ADMINISTRATOR } from '#rules/access/may.ts'
import { normalised } from '#rules/password/strength.ts'
import { type AccountFacts, grantSms, insertAccount, insertPolicy, insertRole, readAccount, roleNamed } from '#store/accounts.ts'
import { newId } from '#store/ids.ts'
import { accountBySlug, databaseNow, operatorExists, PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { OPERATOR, type Role, TROUPES, type Troupe } from './cast/index.ts'
import { addPerson } from './person.ts'
import type { Tables } from './tables.ts'

type Hashes = ReadonlyMap<Role, string>

/** How many hashes wait at once: enough for every core, and never so many that the pool refuses. */
const AT_ONCE = 4

/** Makes what is not there yet. */
export async function seed(world: World, tables: Tables): Promise<void> {
  const missing: Troupe[] = []
  for (const troupe of TROUPES) if (!(await accountBySlug(world.store, troupe.account.slug))) missing.push(troupe)
  const operators = (await operatorExists(world.store)) ? [] : [OPERATOR]
  const hashes = await hashed(world, [...missing.flatMap((t) => t.people), ...operators])
  for (const troupe of missing) await seedAccount(world, tables, troupe, hashes)
  for (const operator of operators) await seedOperator(world, tables, operator, hashes)
}

async function hashed(world: World, people: readonly Role[]): Promise<Hashes> {
  const hashes = new Map<Role, string>()
  for (let i = 0; i < people.length; i += AT_ONCE)
    await Promise.all(
      people.slice(i, i + AT_ONCE).map(async (role) => {
        if (role.password !== undefined) hashes.set(role, await world.hashing.hash(normalised(role.password)))
      }),
    )
  return hashes
}

async function seedAccount(world: World, tables: Tables, { account, policy, sms, people }: Troupe, hashes: Hashes): Promise<void> {
  const id = newId('acc', await databaseNow(world.store))
  await world.store.asOperator(`seed ${account.slug}`, id, async (tx) => {
    await tx.begun
    const facts: AccountFacts = { ...account, id, state: 'open' }
    if (!(await insertAccount(tx, facts, tx.now))) return
    await insertPolicy(tx, id, { version: 1, document: policy, author: 'system', reason: 'the demo was seeded' }, tx.now)
    if (sms) await grantSms(tx, sms)
    const administrator = newId('rol', tx.now)
    await insertRole(tx, id, administrator, 'Administrator', ADMINISTRATOR)
    await record(world, tx, tx.now, { act: 'account created', actor: 'system', data: { slug: account.slug } })
    for (const [i, role] of people.entries()) {
      // A millisecond apart, which keeps them in order.
      const given = { phc: hashes.get(role), role: role.administrator ? administrator : undefined, at: tx.now - people.length + i }
      await addPerson({ world, tx, tables, account: facts }, role, given)
    }
  })
}

async function seedOperator(world: World, tables: Tables, operator: Role, hashes: Hashes): Promise<void> {
  await world.store.asOperator('seed the operator', PLATFORM_ACCOUNT, async (tx) => {
    const [account, role] = await Promise.all([readAccount(tx), roleNamed(tx, 'Operator')])
    if (!account) throw new Error('the platform was not prepared')
    await addPerson({ world, tx, tables, account }, operator, { phc: hashes.get(operator), role, at: tx.now })
  })
}
