/** Accounts and people for the bench, in bulk: the same rows, seals and digests as an invitation leaves, but one hash for all. */
import { Secret } from 'otpauth'
import { newPersonalKey } from '#actions/audit/record.ts'
import { usernameKey } from '#actions/input.ts'
import type { World } from '#actions/world.ts'
import { DEFAULT_POLICY } from '#rules/policy/policy.ts'
import { insertAccount, insertPolicy } from '#store/accounts.ts'
import type { Tx } from '#store/database.ts'
import { newId } from '#store/ids.ts'
import type { Person } from './people.ts'

const BATCH = 1000
const CODES = 10

type Secrets = { readonly password: unknown; readonly email: unknown; readonly totp: unknown; readonly 'recovery-code': unknown }
type Made = Person & { readonly id: string; readonly personalKey: string; readonly factors: readonly Factor[] }
type Factor = { readonly id: string; readonly type: string; readonly secret: string; readonly state: string }

/** `count` people spread over `accounts` accounts, each with password, mailbox, authenticator and recovery codes. */
export async function seed(world: World, count: number, accounts: number, password: string): Promise<Person[]> {
  const phc = await world.hashing.hash(password)
  const people: Person[] = []
  const each = Math.ceil(count / accounts)
  for (let a = 0; a < accounts; a++) {
    const account = newId('acc', a)
    await world.store.asOperator('seed the bench', account, async (tx) => {
      await tx.begun
      const row = { id: account, slug: `bench-${a}`, name: `Bench ${a}`, language: 'en' as const, timeZone: 'UTC' }
      await insertAccount(tx, { ...row, helpEmail: 'help@bench.example', helpPhone: null }, tx.now)
      await insertPolicy(tx, account, { version: 1, document: DEFAULT_POLICY, author: 'bench', reason: 'bench' }, tx.now)
      for (let from = 0; from < each; from += BATCH) {
        const batch = Array.from({ length: Math.min(BATCH, each - from) }, (_, i) =>
          make(world, account, `${from + i}-of-${a}`, phc, tx.now),
        )
        await insert(tx, account, batch)
        people.push(...batch.map(({ username, totp, key }) => ({ username, totp, key })))
      }
    })
  }
  return mixed(people)
}

function make(world: World, account: string, name: string, phc: string, now: number): Made {
  const { seal } = world
  const id = newId('usr', now)
  const key = Buffer.from(world.random(20)).toString('hex')
  const digest = () => seal.mac(`${account} ${id} ${Buffer.from(world.random(16)).toString('hex')}`)
  const secrets: Secrets = {
    password: { phc },
    email: { address: `person-${name}@bench.example` },
    totp: { key: Secret.fromHex(key).base32, label: '' },
    'recovery-code': { digests: Array.from({ length: CODES }, digest) },
  }
  const factors = Object.entries(secrets).map(([type, secret]) => ({
    id: newId('fac', now),
    type,
    secret: seal.seal(JSON.stringify(secret), { account, user: id, column: 'factor.secret' }),
    state: type === 'email' ? 'stored' : 'bound',
  }))
  const totp = factors.find((f) => f.type === 'totp')?.id ?? ''
  return { id, username: `person-${name}`, key, totp, personalKey: newPersonalKey(world, account, id), factors }
}

async function insert(tx: Tx, account: string, batch: readonly Made[]): Promise<void> {
  const column = (of: (m: Made) => string) => batch.map(of)
  await tx.query(
    `insert into users (account, id, username, username_key, name, email, language, state, way, personal_key, created_at)
     select $1, u.id, u.name, u.key, 'Person ' || u.name, u.name || '@bench.example', 'en', 'active', 'choose', u.personal, $6
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) u (id, name, key, personal)`,
    [account, column((m) => m.id), column((m) => m.username), column((m) => usernameKey(m.username)), column((m) => m.personalKey), tx.now],
  )
  const factors = batch.flatMap((m) => m.factors.map((f) => [f.id, m.id, f.type, f.secret, f.state] as const))
  await tx.query(
    `insert into factor (account, id, user_id, type, secret, state, created_at)
     select $1, f.id, f.owner, f.type, f.secret, f.state, $7
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) f (id, owner, type, secret, state)`,
    [account, ...[0, 1, 2, 3, 4].map((c) => factors.map((f) => f[c] ?? '')), tx.now],
  )
}

/** People of different accounts beside one another, as they would come. */
function mixed(people: readonly Person[]): Person[] {
  const step = 7919
  return people.map((_, i) => people[(i * step) % people.length] as Person)
}
