/** The key file: there, readable by its owner alone, with every key that the database names; and how old the current key is. */
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import type { Config } from '#config.ts'
import type { Store } from '#store/database.ts'
import { readKeys } from '#store/keys.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { keysNamed, remaining } from '#store/resealing.ts'
import { openSeal } from '#store/seal.ts'
import { anySealed, checkOpens } from '#store/seal-keys.ts'

const DAY_MS = 86_400_000
const OLD_DAYS = 365

/** Throws KeyFileError, which says what to do. */
export async function keys({ keysFile }: Config, store: Store): Promise<readonly Finding[]> {
  if (!(await anySealed(store))) return [ok('keys', `nothing is sealed yet: the first serve makes ${keysFile}`)]
  const file = readKeys(keysFile, false)
  const seal = openSeal(() => file)
  const { named, left, now } = await store.asOperator('look at the keys', PLATFORM_ACCOUNT, async (tx) => {
    const [named, left] = await Promise.all([keysNamed(tx), remaining(tx, file.current)])
    return { named, left, now: tx.now }
  })
  const lacking = [...named.keys()].filter((kid) => !file.keys.has(kid))
  if (lacking.length > 0)
    return [
      bad(
        'keys',
        `the database names ${lacking.join(', ')}, which ${keysFile} lacks`,
        'Whoever was sealed with it cannot sign in. Restore the key file from its newest backup.',
      ),
    ]
  await checkOpens(store, seal)
  const since = named.get(file.current)
  const days = since === undefined ? 0 : Math.floor((now - since) / DAY_MS)
  const what = `${file.current} of ${keysFile} seals${since === undefined ? '' : `, for ${days} days`}`
  const findings = [days > OLD_DAYS ? note('keys', what, 'Make a new one while people sign in: sallyport keys rotate') : ok('keys', what)]
  if (left > 0)
    findings.push(note('keys', `${left} texts are sealed with an older key`, 'A rotation was cut short. Finish it: sallyport keys rotate'))
  return findings
}
