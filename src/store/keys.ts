/** The key file: JSON with mode 0600, outside the database. Made when the data folder has none; read again when a key is missing. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import type { Keys } from '#store/seal.ts'

type File = { current: string; keys: Record<string, string> }

export class KeyFileError extends Error {}

/** Reads the keys; `make` makes the file when it is not there. Refuses one that others may read. */
export function readKeys(path: string, make: boolean): Keys {
  if (!fs.existsSync(path)) {
    if (!make)
      throw new KeyFileError(`The key file ${path} is missing. What this database holds was sealed with it: restore it from its backup.`)
    writeKeys(path, { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } })
  }
  const { mode } = fs.statSync(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new KeyFileError(`Others can read the key file ${path}. Run: chmod 600 ${path}`)
  return parsed(path)
}

function parsed(path: string): Keys {
  try {
    const file = JSON.parse(fs.readFileSync(path, 'utf8')) as File
    const keys = new Map(Object.entries(file.keys).map(([kid, key]) => [kid, Buffer.from(key, 'base64')]))
    if (keys.get(file.current)?.length !== 32 || [...keys.values()].some((k) => k.length !== 32)) throw new Error('wrong length')
    return { current: file.current, keys }
  } catch {
    throw new KeyFileError(`The key file ${path} cannot be read as keys. Restore it from its backup; nothing was changed.`)
  }
}

const read = (path: string): File => {
  readKeys(path, false)
  return JSON.parse(fs.readFileSync(path, 'utf8')) as File
}

/** The newest key, where it does not seal yet. */
const prepared = (file: File): string | undefined => {
  const newest = Object.keys(file.keys).at(-1)
  return newest === file.current ? undefined : newest
}

/** Adds a key that does not seal yet, so that the file can reach every machine before anything is sealed with it. Once, until it seals. */
export function prepareKey(path: string): string {
  const file = read(path)
  const waiting = prepared(file)
  if (waiting) return waiting
  // Never a name again that a removed key had.
  const kid = `k${Math.max(0, ...Object.keys(file.keys).map((name) => Number(/^k(\d+)$/.exec(name)?.[1] ?? 0))) + 1}`
  writeKeys(path, { current: file.current, keys: { ...file.keys, [kid]: randomBytes(32).toString('base64') } })
  return kid
}

/** Makes the prepared key, or a new one, current. Old ones stay: what they sealed must still open. Returns the key id. */
export function addKey(path: string): string {
  const kid = prepareKey(path)
  writeKeys(path, { ...read(path), current: kid })
  return kid
}

/** Forgets a key. Whether nothing needs it any more is the caller's to know. */
export function dropKey(path: string, kid: string): void {
  const { current, keys } = read(path)
  writeKeys(path, { current, keys: Object.fromEntries(Object.entries(keys).filter(([name]) => name !== kid)) })
}

/** Whole or not at all: written beside, synced, then renamed. */
function writeKeys(path: string, file: File): void {
  const beside = `${path}.${randomBytes(4).toString('hex')}`
  const fd = fs.openSync(beside, 'wx', 0o600)
  fs.writeSync(fd, `${JSON.stringify(file, null, 2)}\n`)
  fs.fsyncSync(fd)
  fs.closeSync(fd)
  fs.renameSync(beside, path)
}

/** Keys that are read again when asked to reload, for a seal that outlives a rotation. */
export function watchKeys(path: string, make: boolean): (reload: boolean) => Keys {
  let keys = readKeys(path, make)
  let seen = stampOf(path)
  return (reload) => {
    // Asked whenever somebody names a key that is not known, which anybody can do: only another file is read.
    const now = reload ? stampOf(path) : seen
    if (now !== seen) {
      // Before it is read: a broken file is told once, and looked at again when it has changed again.
      seen = now
      keys = readKeys(path, false)
    }
    return keys
  }
}

function stampOf(path: string): string {
  const file = fs.statSync(path, { throwIfNoEntry: false })
  return file ? `${file.ino} ${file.ctimeMs} ${file.size}` : 'gone'
}
