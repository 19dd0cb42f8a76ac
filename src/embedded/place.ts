/**
 * Where things are: the cluster lies in the data folder, or, when root's data folder is closed to PostgreSQL's user, under
 * /var/lib/sallyport, and then the two folders name each other. The socket's folder is chosen in socket.ts.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alive } from './alive.ts'
import { openFolder } from './copy.ts'
import { EmbeddedError, orFail } from './error.ts'
import { runningPid } from './lock-file.ts'
import { mayEnter, serverUser, type User, weAreRoot } from './user.ts'

/** `base` holds the cluster (`pg`), its socket (`run`) and the name of who keeps it. */
export type Place = { readonly dataDir: string; readonly base: string; readonly cluster: string; readonly user: User; readonly key: string }

const APART = '/var/lib/sallyport'
const POINTER = 'cluster-path.txt'
const BACK = 'data-folder.txt'

/** Makes the data folder if need be and says where its cluster is or will be. `key` is a short name of the folder. */
export function choosePlace(dataFolder: string, log: (line: string) => void): Place {
  const dataDir = orFail(
    `The data folder ${dataFolder} cannot be used.`,
    'Set SALLYPORT_DATA_DIR to a folder that you can write to.',
    () => {
      mkdirSync(dataFolder, { recursive: true, mode: weAreRoot() ? 0o755 : 0o700 })
      return realpathSync(dataFolder)
    },
  )
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const pointed = followPointer(dataDir)
  const base = pointed ?? (closed(dataDir) ? setApart(dataDir, path.join(APART, key), log) : dataDir)
  const cluster = path.join(base, 'pg')
  return { dataDir, base, cluster, user: serverUser(cluster), key }
}

const closed = (dataDir: string): boolean => weAreRoot() && !mayEnter(serverUser(path.join(dataDir, 'pg')), dataDir)

function setApart(dataDir: string, base: string, log: (line: string) => void): string {
  const hint = 'Set SALLYPORT_DATA_DIR to a folder that the user postgres can enter.'
  orFail(`The data folder ${dataDir} is closed to PostgreSQL's user, and ${base} cannot be made instead.`, hint, () => {
    openFolder(APART)
    putAway(base, log)
    openFolder(base)
    writeFileSync(path.join(base, BACK), `${dataDir}\n`)
    writeFileSync(path.join(dataDir, POINTER), `${base}\n`)
  })
  return base
}

/** A data folder without a pointer is new. The database of one that was deleted in the same place is not its own, but may be missed. */
function putAway(base: string, log: (line: string) => void): void {
  const cluster = path.join(base, 'pg')
  if (!existsSync(cluster)) return
  const pid = runningPid(cluster)
  if (pid !== undefined && alive(pid)) {
    throw new EmbeddedError(`The database of an earlier data folder in the same place still runs in ${base}.`, `End process ${pid} first.`)
  }
  let n = 1
  while (existsSync(`${base}.old-${n}`)) n++
  renameSync(base, `${base}.old-${n}`)
  log(`Put the database of an earlier data folder away, to ${base}.old-${n}`)
}

/** A pointer outlives a move of the data folder; a copy of the folder, however, must not open the original's database. */
function followPointer(dataDir: string): string | undefined {
  const pointer = path.join(dataDir, POINTER)
  if (!existsSync(pointer)) return undefined
  const base = orFail(`The file ${pointer} cannot be read.`, 'Start Sallyport as root, as before.', () =>
    readFileSync(pointer, 'utf8').trim(),
  )
  if (!existsSync(base)) {
    const hint = `Bring that folder back, or delete ${pointer} to begin with an empty database.`
    throw new EmbeddedError(`The database of this data folder should be in ${base}, which is not there.`, hint)
  }
  const back = path.join(base, BACK)
  const owner = existsSync(back) ? readFileSync(back, 'utf8').trim() : ''
  if (owner === dataDir) return base
  if (existsSync(path.join(owner, POINTER)) && !sameFolder(owner, dataDir)) {
    const hint = `Use ${owner}, or delete ${pointer} to begin with an empty database.`
    throw new EmbeddedError(`The data folder ${dataDir} is a copy of ${owner}, whose database is in ${base}.`, hint)
  }
  orFail(`The file ${back} cannot be written.`, 'Start Sallyport as root, as before.', () => writeFileSync(back, `${dataDir}\n`))
  return base
}

const sameFolder = (a: string, b: string): boolean => statSync(a).ino === statSync(b).ino && statSync(a).dev === statSync(b).dev
