/** What a factor type is given in tests: real digests, a real slow hash in one thread, and a world that a test can turn: time, user, chance. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Given } from '#factors/factor.ts'
import { type HashPool, openHashPool } from '#hashing/index.ts'

/** What a test may turn. `mac` is bound to account and user, as the frame binds it. */
export type Turned = Partial<Pick<Given, 'now' | 'random'>> & {
  readonly account?: Given['account']
  readonly user?: Given['user']
}

export const NOW = Date.UTC(2026, 0, 15, 10)
const ACME = { id: 'acc_acme', name: 'Nordlicht Versand & Söhne' }
const ADA = { username: 'ada.lovelace+çedilla' }

export type Giver = {
  given(turned?: Turned): Given
  /** How often anything asked for a keyed digest: a type that does rests its answers on them. */
  macs(): number
  /** Ends the thread that hashes. */
  close(): Promise<void>
}

/** Opens the hash pool when a password first needs it. Whoever opens a giver closes it. */
export function openGiver(): Giver {
  const key = randomBytes(32)
  let pool: HashPool | undefined
  let macs = 0
  const hashing = (): HashPool => {
    pool ??= openHashPool({ workers: 1 })
    return pool
  }
  return {
    macs: () => macs,
    close: async () => pool?.close(),
    given({ now = NOW, random = randomBytes, account = ACME, user = ADA } = {}) {
      const mac = (text: string): string => {
        macs += 1
        return createHmac('sha256', key).update(`${account.id} ${user.username} ${text}`).digest('base64url')
      }
      return {
        now,
        account,
        user,
        random,
        mac,
        macIs: (text, digest) => {
          const [a, b] = [Buffer.from(mac(text)), Buffer.from(digest)]
          return a.length === b.length && timingSafeEqual(a, b)
        },
        argon2: { hash: (password) => hashing().hash(password), verify: (phc, password) => hashing().verify(phc, password) },
        product: 'Sallyport',
        origin: 'https://sign-in.example',
        rpId: 'sign-in.example',
      }
    },
  }
}
