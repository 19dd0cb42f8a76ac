/** Forward-only migrations under a lock: roles first, then each numbered file once, then the queue's own. */
import fs from 'node:fs'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { type Connection, clientConfig, openPool } from '#store/pool.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
const LOCK = 7_265_201
const ROLES = '0000-roles.sql'

export class MigrationError extends Error {}

/**
 * Brings the database at `to` to this version; `to` must be allowed to make roles or find them made. Returns the names of
 * the files applied now. Throws MigrationError when the database is newer than this program or a role is missing.
 */
export async function migrate(to: Connection, onStep: (name: string) => void = () => undefined): Promise<readonly string[]> {
  const client = new pg.Client(clientConfig(to))
  await client.connect()
  try {
    // One migrator at a time in this database, and one at a time at the roles, which all databases share.
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await roles(client)
    await client.query('grant sallyport_owner to current_user').catch(() => undefined)
    await client.query(
      `do $$ begin execute format('grant create on database %I to sallyport_owner, sallyport_jobs', current_database()); end $$`,
    )
    await client.query('set role sallyport_owner')
    await client.query('create schema if not exists app')
    await client.query('create table if not exists app.migration (name text primary key, at timestamptz not null default now())')
    const done = (await client.query<{ name: string }>('select name from app.migration order by name')).rows.map((r) => r.name)
    const files = fs
      .readdirSync(FOLDER)
      .filter((f) => f.endsWith('.sql') && f !== ROLES)
      .sort()
    const newer = done.filter((name) => !files.includes(name))
    if (newer.length > 0)
      throw new MigrationError(`This database was migrated by a newer version (${newer.join(', ')}). Start that version.`)
    const open = files.filter((f) => !done.includes(f))
    for (const name of open) {
      onStep(name)
      await apply(client, name)
    }
    await client.query('reset role')
    await queue(to)
    return open
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, name: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(fs.readFileSync(new URL(name, FOLDER), 'utf8'))
    await client.query('insert into app.migration (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new MigrationError(`The migration ${name} failed and left nothing behind: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** Makes the roles where it may; otherwise they must be there. */
async function roles(client: pg.Client): Promise<void> {
  await client.query('begin')
  try {
    await client.query("select pg_advisory_xact_lock(hashtext('sallyport roles'))")
    await client.query(fs.readFileSync(new URL(ROLES, FOLDER), 'utf8'))
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const { rows } = await client.query("select count(*)::int as n from pg_roles where rolname like 'sallyport\\_%'")
    if (rows[0]?.n < 5) {
      const why = error instanceof Error ? error.message : 'unknown'
      throw new MigrationError(`The roles could not be made (${why}). Let a superuser run src/store/migrations/0000-roles.sql once.`)
    }
  }
}

/** The queue brings its own migrations; its schema belongs to sallyport_jobs. */
async function queue(to: Connection): Promise<void> {
  const pool = openPool(to, { max: 2, name: 'migrate', role: 'sallyport_jobs', onError: () => undefined })
  try {
    await runMigrations({ pgPool: pool, schema: 'jobs', noHandleSignals: true } as Parameters<typeof runMigrations>[0])
  } finally {
    await pool.end()
  }
}
