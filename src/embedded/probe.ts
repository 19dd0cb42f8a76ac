/** Asks the socket whether a server is behind it. What to do then is decided in start.ts. */
import pg from 'pg'
import { codeOf, EmbeddedError } from './error.ts'
import { PORT } from './socket.ts'

/** `busy`: a server is there, but is just starting, stopping or recovering. */
export type Answer = 'ready' | 'busy' | 'none'

const CANNOT_CONNECT_NOW = '57P03'
const WAIT_MS = 3000

export async function probe(socketDir: string): Promise<Answer> {
  const superuser = { user: 'postgres', database: 'postgres' }
  const client = new pg.Client({ host: socketDir, port: PORT, ...superuser, ssl: false, connectionTimeoutMillis: WAIT_MS })
  client.on('error', () => {}) // a server that goes away while we say goodbye
  try {
    await client.connect()
    await client.end()
    return 'ready'
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'none'
    if (code === 'EACCES') {
      throw new EmbeddedError(
        `The database's socket in ${socketDir} belongs to another user.`,
        'Start Sallyport as that user, or as root.',
        error,
      )
    }
    // any other refusal (no connection free) comes from a server that runs
    return error instanceof pg.DatabaseError && code !== CANNOT_CONNECT_NOW ? 'ready' : 'busy'
  }
}
