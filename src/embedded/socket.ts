/**
 * The folder of PostgreSQL's socket. Nobody but PostgreSQL's user (and root) can enter it, and that is the whole lock:
 * who reaches the socket is trusted. It lies beside the cluster, or under /tmp when that path is too long for a socket.
 */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { codeOf, EmbeddedError, orFail } from './error.ts'
import type { Place } from './place.ts'
import { privateFolder, type User } from './user.ts'

/** Part of the socket's file name only: PostgreSQL listens on no network. */
export const PORT = 5432

/** The system cuts the path of a socket at 104 (macOS) or 108 bytes. */
const LONGEST = 100

/** Makes the folder and returns its path. */
export function openSocketFolder({ base, user, key }: Place): string {
  const beside = path.join(base, 'run')
  if (fits(beside)) {
    orFail(`The folder ${beside} cannot be made.`, 'Set SALLYPORT_DATA_DIR to a folder that you can write to.', () =>
      privateFolder(beside, user),
    )
    return beside
  }
  const short = path.join(realpathSync('/tmp'), `sallyport-${key}`)
  const long = `The path of ${base} is too long for a socket`
  const hint = `Set SALLYPORT_DATA_DIR to a shorter path, or remove ${short}.`
  return orFail(`${long}, and ${short} cannot be made instead.`, hint, () => {
    makeOrInspect(short, user, () => new EmbeddedError(`${long}, and ${short} already belongs to somebody else.`, hint))
    return short
  })
}

const fits = (folder: string): boolean => Buffer.byteLength(path.join(folder, `.s.PGSQL.${PORT}`)) < LONGEST

/** Anybody may have made this name under /tmp before us: only a real folder of our own, or of PostgreSQL's user, will do. */
function makeOrInspect(folder: string, user: User, foreign: () => EmbeddedError): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const found = lstatSync(folder)
    const ours = found.uid === process.getuid?.() || found.uid === user?.uid
    if (!found.isDirectory() || !ours) throw foreign()
  }
  privateFolder(folder, user)
}
