/** What every action is given: the store, the seal, the hash pool, the factor types and the few facts of configuration. main.ts builds it. */
import type { FactorType } from '#factors/factor.ts'
import type { Catalogue } from '#rules/policy/facts.ts'
import type { Store } from '#store/database.ts'
import type { FoundSession } from '#store/lookups.ts'
import type { Seal } from '#store/seal.ts'

/** The bounded password hash. `lane` is the account, so that one account's flood does not starve another. Throws when full. */
export type Hashing = {
  hash(password: string, lane?: string): Promise<string>
  verify(phc: string, password: string, lane?: string): Promise<boolean>
}

export type World = {
  readonly store: Store
  readonly seal: Seal
  readonly hashing: Hashing
  readonly types: readonly FactorType[]
  readonly catalogue: Catalogue
  readonly isCommon: (password: string) => boolean
  readonly random: (n: number) => Uint8Array
  readonly origin: string
  readonly rpId: string
  /** Whether a way to send SMS is set up: without one the type is offered to nobody. */
  readonly sms: boolean
  /** The sender shown beside "Where is my code?". */
  readonly mailFrom?: string
}

/** What came with one call besides its input: tokens from cookies, the browser's name, nothing to be trusted. */
export type Client = {
  readonly agent: string
  /** The address the call came from: IPv4, or the first half of IPv6 as `2001:db8:1:2::/64`; empty at the terminal. */
  readonly address: string
  readonly loginToken?: string
  readonly sessionToken?: string
  readonly deviceToken?: string
}

export type Context = {
  readonly world: World
  readonly client: Client
  /** Who acts: nobody yet, a signed-in user, or the terminal of the server. */
  readonly session?: FoundSession
  readonly terminal: boolean
}
