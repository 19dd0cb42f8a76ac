/** The database of this installation: the server that DATABASE_URL names, or the embedded one in the data folder; migrated. */
import pg from 'pg'
import type { Config } from '#config.ts'
import { startEmbedded } from '#embedded/index.ts'
import { migrate } from '#store/migrate.ts'
import { type Connection, clientConfig } from '#store/pool.ts'

export type Database = { readonly to: Connection; readonly embedded: boolean; stop(): Promise<void> }

const NAME = 'sallyport'

/** Starts or finds it and brings it to this version. With DATABASE_URL, migrating needs DATABASE_OWNER_URL or was done before. */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    if (config.ownerUrl !== undefined) await migrate({ url: config.ownerUrl }, (name) => say(`Migrating: ${name}`))
    return { to: { url: config.databaseUrl }, embedded: false, stop: async () => undefined }
  }
  const server = await startEmbedded(config.dataDir)
  const to = { host: server.socketDir, port: server.port, database: NAME }
  try {
    await create({ host: server.socketDir, port: server.port, user: 'postgres', database: 'postgres' })
    await migrate({ ...to, user: 'postgres' }, (name) => say(`Migrating: ${name}`))
  } catch (error) {
    await server.stop()
    throw error
  }
  return { to: { ...to, user: 'sallyport_app' }, embedded: true, stop: () => server.stop() }
}

async function create(to: Connection): Promise<void> {
  const client = new pg.Client(clientConfig(to))
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME])
    // Two first starts at once: the second finds the database made.
    if (rowCount === 0) await client.query(`create database ${NAME}`).catch(ignoreDuplicate)
  } finally {
    await client.end()
  }
}

const ignoreDuplicate = (error: Error & { code?: string }) => {
  if (error.code !== '42P04' && error.code !== '23505') throw error
}
