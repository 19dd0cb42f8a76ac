/** The database server, the role it lets us in as, and that the owner of the tables is somebody else. */
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import type { Config } from '#config.ts'
import { checkRoles } from '#store/check.ts'
import { isDemo } from '#store/clock.ts'
import type { Store } from '#store/database.ts'
import { serverFacts } from '#store/health.ts'
import { operatorExists } from '#store/lookups.ts'

const OLDEST = 15

/** Throws RoleError, which says what to do. */
export async function database(config: Config, store: Store): Promise<readonly Finding[]> {
  await checkRoles(store)
  const { version, role, owner } = await serverFacts(store)
  const where = config.databaseUrl === undefined ? 'embedded' : new URL(config.databaseUrl).host || 'by socket'
  return [
    version < OLDEST
      ? bad('database', `PostgreSQL ${version} (${where})`, `Sallyport is tested with ${OLDEST} and newer. Upgrade the server.`)
      : ok('database', `PostgreSQL ${version} (${where})`),
    ok('database', `the server works as ${role}; tables belong to ${owner}`),
    ...ownerAtHand(config),
    ...((await isDemo(store))
      ? [bad('database', 'this database belongs to a demo', 'serve refuses it. Choose another SALLYPORT_DATA_DIR or DATABASE_URL.')]
      : []),
  ]
}

function ownerAtHand({ ownerUrl, databaseUrl }: Config): readonly Finding[] {
  if (ownerUrl === undefined) return []
  const user = (url: string | undefined) => (url === undefined ? '' : new URL(url).username)
  if (user(ownerUrl) === user(databaseUrl))
    return [bad('database', 'DATABASE_OWNER_URL and DATABASE_URL name the same role', 'Let DATABASE_URL name sallyport_app.')]
  return [
    note(
      'database',
      'DATABASE_OWNER_URL is set',
      'Only migrate needs it. Where serve runs without it, a stolen environment cannot change tables.',
    ),
  ]
}

export async function operator(store: Store): Promise<readonly Finding[]> {
  if (await operatorExists(store)) return [ok('operator', 'somebody can sign in as operator')]
  return [bad('operator', 'nobody can sign in as operator', 'Start serve and open the set-up link it shows.')]
}
