/** Connections: pools whose clients write ahead of the answers (pipelining) and prepare each statement once. */
import pg from 'pg'

export type Connection = {
  readonly host?: string
  readonly port?: number
  readonly database?: string
  readonly user?: string
  readonly url?: string
}

const INT8 = 20
// Whole numbers here are times and counters far below 2^53; the default would hand them out as strings.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')),
} as pg.CustomTypesConfig

/** `role`: entered on every connection, for the roles that have no login of their own. */
export function openPool(to: Connection, options: { max: number; role?: string; name: string; onError: (error: Error) => void }): pg.Pool {
  const settings = ['search_path=app', 'statement_timeout=5000', 'lock_timeout=2000', ...(options.role ? [`role=${options.role}`] : [])]
  const pool = new pg.Pool({
    ...clientConfig(to),
    max: options.max,
    pipeline: true,
    types,
    options: settings.map((s) => `-c ${s}`).join(' '),
    application_name: `sallyport ${options.name}`,
    connectionTimeoutMillis: 3000,
    // A database that says nothing at all cannot end a statement either: then this side does, and drops the connection.
    query_timeout: 4500,
    idleTimeoutMillis: 60_000,
  })
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  return pool
}

export const clientConfig = (to: Connection): pg.ClientConfig => {
  const { url, ...rest } = to
  return url === undefined ? rest : { connectionString: url }
}

const names = new Map<string, string>()

/** The same text is the same prepared statement, on every connection. */
export function prepared(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}
