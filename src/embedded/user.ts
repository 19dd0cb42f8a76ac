/** As whom PostgreSQL runs: it refuses to run as root, so root lends it another user. Folders are other files' business. */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { ELSEWHERE, EmbeddedError } from './error.ts'

/** A user and group other than our own; undefined: PostgreSQL runs as we do. */
export type User = { readonly uid: number; readonly gid: number } | undefined

export const weAreRoot = (): boolean => process.getuid?.() === 0

/** The owner of the cluster where there is one, else `postgres`, else `nobody`; undefined when we are not root. */
export function serverUser(cluster: string): User {
  if (!weAreRoot()) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const user = known('postgres') ?? known('nobody')
  if (user) return user
  throw new EmbeddedError(
    'PostgreSQL does not run as root, and this system has neither a user postgres nor a user nobody.',
    `Start Sallyport as an ordinary user, or ${ELSEWHERE}.`,
  )
}

function known(name: string): User {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [uid, gid] = (line ?? '').split(':').slice(2, 4).map(Number)
  return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : undefined
}

/** Whether PostgreSQL's user can enter a folder, or run a file; asked of the system, which alone knows all its rules. */
export function mayEnter(user: User, path: string): boolean {
  if (!user) return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', path], { ...user, cwd: '/', env: {} }).status === 0
}

/** Makes a folder that only PostgreSQL's user can enter. */
export function privateFolder(path: string, user: User): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
  chmodSync(path, 0o700)
}
