/**
 * The embedded PostgreSQL: the real server, started beside ours on a data folder, reachable through a socket that only
 * its own user can open. Roles, the database and the tables are made by the store, as superuser `postgres`.
 */
import { findBinaries, reachable } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { ELSEWHERE, EmbeddedError } from './error.ts'
import { choosePlace } from './place.ts'
import { openSocketFolder, PORT } from './socket.ts'
import { adoptOrStart } from './start.ts'

export { EmbeddedError } from './error.ts'

/** Connect with `host: socketDir`. `adopted`: the server was already running. */
export type Embedded = { readonly socketDir: string; readonly port: number; readonly adopted: boolean; stop(): Promise<void> }

/**
 * Starts PostgreSQL on the data folder, making folder and cluster if need be, or adopts the server that already runs there.
 * `stop` ends it if this process keeps it: because it started it, or because the one that did was killed.
 * Throws `EmbeddedError`, whose message and hint may be shown to whoever starts the server. `log` gets PostgreSQL's own lines.
 */
export async function startEmbedded(dataDir: string, log: (line: string) => void = () => {}): Promise<Embedded> {
  if (process.platform === 'win32') {
    // Node speaks to PostgreSQL's sockets everywhere but there, and a port of the network would need a password.
    throw new EmbeddedError('The embedded PostgreSQL does not run on Windows.', `Use WSL, or ${ELSEWHERE}.`)
  }
  const place = choosePlace(dataDir, log)
  const binaries = reachable(findBinaries(), place.user)
  await openCluster(place, binaries, log)
  const socketDir = openSocketFolder(place)
  const { adopted, stop } = await adoptOrStart(place, binaries, socketDir, log)
  return { socketDir, port: PORT, adopted, stop }
}
