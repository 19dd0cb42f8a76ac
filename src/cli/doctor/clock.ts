/** Passcodes of 30 seconds stand on the clock: the database's against this machine's, and against what was written before. */
import { execFileSync } from 'node:child_process'
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import type { Store } from '#store/database.ts'
import { newestAct } from '#store/health.ts'
import { databaseNow, PLATFORM_ACCOUNT } from '#store/lookups.ts'

const SKEW_MS = 2000

/** `here`: this machine's clock, in milliseconds. */
export async function clock(store: Store, here: () => number): Promise<readonly Finding[]> {
  const before = here()
  const there = await databaseNow(store)
  const off = Math.round(there - (before + here()) / 2)
  const newest = await store.asOperator('read when something was done last', PLATFORM_ACCOUNT, newestAct)
  const ahead = newest - there
  return [
    Math.abs(off) > SKEW_MS
      ? bad('clock', `the database's clock is ${inSeconds(off)} this machine's`, 'Let both follow the same time server.')
      : ok('clock', `database and this machine agree to ${Math.abs(off)} ms`),
    ...(ahead > SKEW_MS
      ? [
          bad(
            'clock',
            `something was done ${Math.round(ahead / 1000)} s after now: the clock was put back`,
            'Passcodes are refused until it is right. Let the machine of the database follow a time server.',
          ),
        ]
      : []),
    follows(),
  ]
}

const inSeconds = (ms: number): string => `${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead of' : 'behind'}`

/** The kernel knows whether anything keeps its clock right; nobody has to be asked over the network. */
function follows(): Finding {
  const unknown = note(
    'clock',
    'whether this machine follows a time server cannot be seen here',
    'Phones do: a clock that is a minute off refuses every passcode. Look at timedatectl, or at the host of this container.',
  )
  try {
    const said = execFileSync('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    if (said === 'yes') return ok('clock', 'this machine follows a time server')
    return said === 'no' ? bad('clock', 'this machine follows no time server', 'Switch one on: timedatectl set-ntp true') : unknown
  } catch {
    return unknown
  }
}
