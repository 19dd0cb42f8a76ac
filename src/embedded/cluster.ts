/** The cluster on disk: made once, aside, and given its name when it is complete, so that a killed first start leaves no half of one. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { alive } from './alive.ts'
import type { Binaries } from './binaries.ts'
import { isTaken } from './copy.ts'
import { EmbeddedError, orFail } from './error.ts'
import type { Place } from './place.ts'
import { ENVIRONMENT } from './postmaster.ts'
import { PG_HBA_CONF, POSTGRESQL_CONF } from './settings.ts'
import { privateFolder, type User } from './user.ts'

const UTF8 = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** Makes the cluster unless it is there; throws when what is there is not one that these binaries can open. */
export async function openCluster(place: Place, binaries: Binaries, log: (line: string) => void): Promise<void> {
  const { base, cluster, user } = place
  if (!isEmpty(cluster)) return inspect(place, binaries)
  log(`Making the database in ${cluster}`)
  sweep(base)
  const aside = path.join(base, `pg.new-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    const hint = 'Set SALLYPORT_DATA_DIR to a folder that you can write to.'
    orFail(`The folder ${base} cannot be written to.`, hint, () => privateFolder(aside, user))
    await initdb(binaries, aside, user)
    appendFileSync(path.join(aside, 'postgresql.conf'), POSTGRESQL_CONF)
    writeFileSync(path.join(aside, 'pg_hba.conf'), PG_HBA_CONF)
    renameSync(aside, cluster)
  } catch (error) {
    if (!isTaken(error)) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** A missing folder is as good as an empty one. */
function isEmpty(cluster: string): boolean {
  return orFail(`The folder ${cluster} cannot be read.`, 'Start Sallyport as the user who made it.', () => {
    return !existsSync(cluster) || readdirSync(cluster).length === 0
  })
}

function inspect({ cluster, user }: Place, { major }: Binaries): void {
  const version = path.join(cluster, 'PG_VERSION')
  if (!existsSync(version)) {
    throw new EmbeddedError(
      `The folder ${cluster} holds files, but no database.`,
      'Move them away, or set SALLYPORT_DATA_DIR to another folder.',
    )
  }
  const found = readFileSync(version, 'utf8').trim()
  if (found !== major) {
    throw new EmbeddedError(
      `The database in ${cluster} is of PostgreSQL ${found}, and this Sallyport brings PostgreSQL ${major}.`,
      'Start the Sallyport that made it, or move its data over with the tools of PostgreSQL.',
    )
  }
  if (statSync(cluster).uid !== (user?.uid ?? process.getuid?.())) {
    throw new EmbeddedError(`The database in ${cluster} belongs to another user.`, 'Start Sallyport as that user, or as root.')
  }
}

async function initdb({ folder }: Binaries, into: string, user: User): Promise<void> {
  const program = path.join(folder, 'bin', 'initdb')
  const options = ['-D', into, '--username=postgres', '--auth=trust', ...UTF8]
  try {
    await promisify(execFile)(program, options, { ...user, cwd: '/', env: ENVIRONMENT })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : undefined
    throw new EmbeddedError(
      `PostgreSQL could not make a database: ${said || String(error)}`,
      `Is there space and permission in ${into}?`,
      error,
    )
  }
}

/** What first starts left that were killed. */
function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = Number(/^pg\.new-(\d+)-/.exec(name)?.[1] ?? Number.NaN)
    if (pid !== process.pid && pid > 0 && !alive(pid)) rmSync(path.join(base, name), { recursive: true, force: true })
  }
}
