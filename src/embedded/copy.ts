/** Copies the PostgreSQL programs to a place that everybody can read, whole or not at all. Where that is, and why, binaries.ts knows. */
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { codeOf, ELSEWHERE, EmbeddedError, orFail } from './error.ts'

/** Copies `from` to `to` unless that is there already. Two starts at once are safe: each copies aside, and one name wins. */
export function copyOnce(from: string, to: string): string {
  const parent = path.dirname(to)
  const hint = `Install Sallyport where other users can read it, start it as an ordinary user, or ${ELSEWHERE}.`
  return orFail(`PostgreSQL cannot be copied to ${parent}.`, hint, () => {
    openFolder(parent)
    // what somebody else may write there, PostgreSQL would run
    if (statSync(parent).uid !== process.getuid?.()) throw new EmbeddedError(`The folder ${parent} belongs to another user.`, hint)
    if (existsSync(to)) return to
    const aside = `${to}.${randomBytes(6).toString('hex')}`
    try {
      cpSync(from, aside, { recursive: true, verbatimSymlinks: true })
      openToRead(aside)
      renameSync(aside, to)
    } catch (error) {
      if (!isTaken(error)) throw error
    } finally {
      rmSync(aside, { recursive: true, force: true })
    }
    return to
  })
}

/** Another start was first: its copy or cluster is as good as ours. */
export const isTaken = (error: unknown): boolean => ['EEXIST', 'ENOTEMPTY'].includes(codeOf(error) ?? '')

/** Makes a folder that others may pass through, whatever the umask. */
export function openFolder(folder: string): void {
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

function openToRead(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(file, 0o755)
    else if (entry.isFile()) chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644)
  }
}
