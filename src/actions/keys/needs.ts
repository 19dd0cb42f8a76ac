/** What still needs each key of the file: what it sealed, what it digested, and for how long. Whether a key may go follows from that. */
import type { World } from '#actions/world.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { keysNamed, type Sealed, sealedBy, sheetsAfter } from '#store/resealing.ts'

export type Needed = {
  readonly kid: string
  readonly current: boolean
  /** The first key digests what is looked up by its digest, for ever: usernames in tallies, limits beyond one user. */
  readonly first: boolean
  /** Since when it seals, in milliseconds; absent while it was only prepared. */
  readonly since: number | undefined
  /** Until when it sealed. */
  readonly until: number | undefined
  readonly sealed: number
  /** Sheets of recovery codes with digests made by it. They cannot be made anew: nobody knows the codes. */
  readonly sheets: number
}

const SIZE = 500
/** Codes on their way and tokens of sessions carry digests; none of them lives longer than a session may. */
const DAY_MS = 86_400_000
/** How long the cookie of a known device lasts. */
export const DEVICE_MS = 180 * DAY_MS

export async function needs(world: World): Promise<{ keys: readonly Needed[]; now: number }> {
  const { store, seal } = world
  const { named, sealed, now } = await store.asOperator('count what each key seals', PLATFORM_ACCOUNT, async (tx) => {
    const [named, sealed] = await Promise.all([keysNamed(tx), sealedBy(tx)])
    return { named, sealed, now: tx.now }
  })
  const sheets = await digestedBy(world)
  const kids = seal.kids()
  const keys = kids.map((kid, i) => ({
    kid,
    current: kid === seal.current(),
    first: i === 0,
    since: named.get(kid),
    until: kids.slice(i + 1).flatMap((later) => named.get(later) ?? [])[0],
    sealed: sealed.get(kid) ?? 0,
    sheets: sheets.get(kid) ?? 0,
  }))
  return { keys, now }
}

/** Why a key must stay, as it is told; undefined when it may go. */
export function reasonToKeep(key: Needed, now: number): string | undefined {
  if (key.current) return 'it seals'
  if (key.since === undefined) return 'it was prepared and will seal next'
  if (key.first) return 'the first key digests usernames and limits'
  if (key.sealed > 0) return `${key.sealed} sealed texts need it: run keys rotate again`
  if (key.sheets > 0) return `${key.sheets} sheets of recovery codes were digested with it`
  if (key.until === undefined || now - key.until < DAY_MS) return 'codes and sessions of the last day carry its digests'
  return undefined
}

async function digestedBy({ store, seal }: World): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  let last = { account: '', id: '' }
  for (;;) {
    const page = await store.asOperator('read who digested recovery codes', PLATFORM_ACCOUNT, (tx) => sheetsAfter(tx, last, SIZE))
    for (const kid of page.flatMap((row) => [...kidsOf(row)])) counts.set(kid, (counts.get(kid) ?? 0) + 1)
    const end = page.at(-1)
    if (!end || page.length < SIZE) return counts
    last = end
  }

  function kidsOf(row: Sealed): ReadonlySet<string> {
    const secret = JSON.parse(seal.open(row.text, { account: row.account, user: row.user, column: 'factor.secret' })) as Sheet
    return new Set(secret.digests.map((digest) => digest.slice(0, digest.indexOf(':'))))
  }
}

type Sheet = { readonly digests: readonly string[] }
