/** Makes accounts and people straight in the store, in every state a test needs, with the same seals and hashes as the real thing. */

import { Secret } from 'otpauth'
import { newPersonalKey } from '#actions/audit/record.ts'
import { usernameKey } from '#actions/input.ts'
import type { World } from '#actions/world.ts'
import { DEFAULT_POLICY, type Policy, type Way } from '#rules/policy/policy.ts'
import { giveRole, grantSms, insertAccount, insertPolicy, insertRole } from '#store/accounts.ts'
import { insertFactor } from '#store/factors.ts'
import { newId } from '#store/ids.ts'
import { insertUser, mustChange, select, setUserState } from '#store/users.ts'

export type Account = { readonly id: string; readonly slug: string; readonly name: string }
export type Person = {
  readonly id: string
  readonly account: Account
  readonly username: string
  readonly password: string
  readonly email: string
  readonly factors: {
    readonly password: string
    readonly email: string
    readonly totp?: string
    readonly codes?: string
    readonly sms?: string
  }
  readonly totpSecret: string
  readonly codes: readonly string[]
}
export type Wanted = {
  readonly account: Account
  readonly way?: Way
  readonly totp?: boolean
  readonly codes?: boolean
  readonly emailBound?: boolean
  readonly selected?: boolean
  readonly excepted?: boolean
  readonly disabled?: boolean
  readonly mustChange?: string
  readonly permissions?: readonly string[]
  /** A proven number to which codes go, in E.164; its account is granted SMS. */
  readonly mobile?: string
}
export type Seeding = {
  account(policy?: Partial<{ [K in keyof Policy]-?: Partial<NonNullable<Policy[K]>> }>): Promise<Account>
  person(wanted: Wanted): Promise<Person>
}

export const PASSWORD = 'korbflechter-morgens-4'

export function seeding(world: World): Seeding {
  let made = 0
  let phc: Promise<string> | undefined
  const { store, seal } = world
  return {
    async account(policy = {}) {
      const slug = `acme-${++made}-${Math.floor(process.hrtime()[1] % 1e6)}`
      const id = newId('acc', made)
      const document: Policy = {
        twoFactor: { ...DEFAULT_POLICY.twoFactor, ...policy.twoFactor },
        password: { ...DEFAULT_POLICY.password, ...policy.password },
        session: { ...DEFAULT_POLICY.session, ...policy.session },
        ...(policy.recovery ? { recovery: { mailboxAlone: false, ...policy.recovery } } : {}),
      }
      await store.asOperator('seed an account', id, async (tx) => {
        await tx.begun
        await insertAccount(
          tx,
          { id, slug, name: `Acme ${made}`, language: 'en', timeZone: 'UTC', helpEmail: 'help@acme.example', helpPhone: null },
          tx.now,
        )
        await insertPolicy(tx, id, { version: 1, document, author: 'test', reason: 'test' }, tx.now)
      })
      return { id, slug, name: `Acme ${made}` }
    },
    async person(wanted) {
      phc ??= world.hashing.hash(PASSWORD)
      const { account } = wanted
      const id = newId('usr', ++made)
      const username = `person-${made}-${account.slug}`
      const email = `${username}@mail.example`
      const place = { account: account.id, user: id, column: 'factor.secret' }
      const key = Secret.fromHex(Buffer.from(world.random(20)).toString('hex')).base32
      const ids = {
        password: newId('fac', made),
        email: newId('fac', made),
        totp: newId('fac', made),
        codes: newId('fac', made),
        sms: newId('fac', made),
      }
      const codes = Array.from({ length: 10 }, () =>
        Array.from(world.random(16), (b) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[b & 31]).join(''),
      )
      const secrets = {
        password: { phc: await phc },
        email: { address: email },
        totp: { key, label: '' },
        codes: { digests: codes.map((c) => seal.mac(`${account.id} ${id} ${c}`)) },
        sms: { number: wanted.mobile },
      }
      const hashed = (name: keyof typeof secrets) => seal.seal(JSON.stringify(secrets[name]), place)
      await store.asOperator('seed a person', account.id, async (tx) => {
        await tx.begun
        const row = {
          id,
          username,
          usernameKey: usernameKey(username),
          name: `Person ${made}`,
          email,
          language: 'en' as const,
          state: 'active' as const,
        }
        await insertUser(tx, { ...row, way: wanted.way ?? 'choose', personalKey: newPersonalKey(world, account.id, id) }, tx.now)
        const factor = (type: string, name: keyof typeof secrets, state: 'bound' | 'stored') =>
          insertFactor(
            tx,
            { id: ids[name], user: id, type, label: '', secret: hashed(name), state, provenAt: state === 'bound' ? tx.now : null },
            tx.now,
          )
        await factor('password', 'password', 'bound')
        await factor('email', 'email', wanted.emailBound ? 'bound' : 'stored')
        if (wanted.totp) await factor('totp', 'totp', 'bound')
        if (wanted.codes) await factor('recovery-code', 'codes', 'bound')
        if (wanted.mobile) await Promise.all([factor('sms', 'sms', 'bound'), grantSms(tx, {})])
        if (wanted.selected) await select(tx, id, 'selected', 1)
        if (wanted.excepted) await select(tx, id, 'excepted', 1)
        if (wanted.mustChange) await mustChange(tx, id, wanted.mustChange)
        if (wanted.disabled) await setUserState(tx, id, 'disabled')
        if (wanted.permissions) {
          const role = newId('rol', made)
          await insertRole(tx, account.id, role, `Role ${made}`, wanted.permissions)
          await giveRole(tx, id, role)
        }
      })
      const factors = {
        password: ids.password,
        email: ids.email,
        ...(wanted.totp ? { totp: ids.totp } : {}),
        ...(wanted.codes ? { codes: ids.codes } : {}),
        ...(wanted.mobile ? { sms: ids.sms } : {}),
      }
      return { id, account, username, password: PASSWORD, email, factors, totpSecret: key, codes }
    },
  }
}
