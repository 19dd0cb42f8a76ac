/** Starts Debian's PostgreSQL of a given major version in a folder, for runs with SALLYPORT_TEST_DATABASE=15. Same manners as src/embedded: unix socket only, superuser `postgres`. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Resolves when it accepts connections. Throws, with what PostgreSQL said, when it cannot start. */
export async function startDebian(dir: string, version: string): Promise<{ socketDir: string; port: number; stop(): Promise<void> }> {
  const bin = `/usr/lib/postgresql/${version}/bin`
  if (!existsSync(`${bin}/postgres`)) throw new Error(`SALLYPORT_TEST_DATABASE=${version}, but ${bin} has no postgres.`)
  const socketDir = path.join(dir, 'run')
  const cluster = path.join(dir, 'pg')
  const as = { ...owner(), cwd: '/', env: { LANG: 'C.UTF-8' } }
  for (const folder of [socketDir, cluster]) {
    mkdirSync(folder, { mode: 0o700 })
    if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
  }
  const made = spawnSync(`${bin}/initdb`, ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], {
    ...as,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(made.stderr || String(made.error))
  writeFileSync(`${cluster}/pg_hba.conf`, 'local all all trust\n')
  appendFileSync(`${cluster}/postgresql.conf`, `listen_addresses = ''\nunix_socket_directories = '${socketDir}'\nmax_connections = 200\n`)

  const server = spawn(`${bin}/postgres`, ['-D', cluster], { ...as, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(server, 'exit')
  await new Promise<void>((ready, failed) => {
    let said = ''
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('ready to accept connections')) ready()
    })
    ended.then(() => failed(new Error(said)), failed)
  })
  return {
    socketDir,
    port: 5432,
    stop: async () => {
      server.kill('SIGINT')
      await ended
    },
  }
}

/** PostgreSQL refuses to run as root: then its Debian user owns the cluster. */
function owner(): { uid: number; gid: number } | { uid?: never; gid?: never } {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .match(/^postgres:[^:]*:(\d+):(\d+)/m)
      ?.slice(1)
      .map(Number) ?? []
  if (uid === undefined || gid === undefined) throw new Error('Running as root needs the user postgres.')
  return { uid, gid }
}
