/**
 * Vitest's global set-up: lends databases to test files over loopback. PostgreSQL starts, and is migrated once into a template,
 * when the first file asks; tests of pure rules therefore wait for nothing.
 */
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type { Place } from './database.ts'

type Server = { readonly socketDir: string; readonly port: number; stop(): Promise<void> }
type Lender = { lend(kind: string): Promise<Place>; stop(): Promise<void> }

const TEMPLATE = 'sallyport_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let lender: Promise<Lender> | undefined
  const desk = createServer(async (request, response) => {
    try {
      lender ??= open()
      response.end(JSON.stringify(await (await lender).lend(request.url?.slice(1) ?? '')))
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
  })
  desk.listen(0, '127.0.0.1')
  await once(desk, 'listening')
  project.provide('databases', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`)
  return async () => {
    desk.closeAllConnections()
    desk.close()
    await lender?.then(
      (l) => l.stop(),
      () => {},
    )
  }
}

async function open(): Promise<Lender> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sallyport-test-'))
  chmodSync(dir, 0o755) // as root, PostgreSQL runs as another user, who must be able to enter
  let server: Server | undefined
  const close = async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    server = await start(dir)
    const admin = { host: server.socketDir, port: server.port, user: 'postgres', database: 'postgres' }
    const sql = new pg.Pool({ ...admin, max: 1 })
    // PostgreSQL may stop while the last idle connection is still closing.
    sql.on('error', () => undefined)
    // A test database need not survive a power cut; it does survive kill -9 of the server.
    await sql.query('alter system set fsync = off')
    await sql.query('select pg_reload_conf()')
    await sql.query(`create database ${TEMPLATE}`)
    const { migrate } = await import('#store/migrate.ts')
    await migrate({ host: admin.host, port: admin.port, user: admin.user, database: TEMPLATE })
    await sql.query(`alter database ${TEMPLATE} is_template true allow_connections false`)
    let made = 0
    return {
      lend: async (kind) => {
        made += 1
        const database = `test_${made}`
        await sql.query(`create database ${database} template ${kind === 'empty' ? 'template0' : TEMPLATE}`)
        return { host: admin.host, port: admin.port, database }
      },
      stop: async () => {
        await sql.end()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The embedded PostgreSQL that Sallyport brings, or, on wish, the oldest one it supports. */
async function start(dir: string): Promise<Server> {
  const wanted = process.env['SALLYPORT_TEST_DATABASE']
  if (wanted) return (await import('./debian-postgres.ts')).startDebian(dir, wanted)
  return (await import('#embedded/index.ts')).startEmbedded(dir)
}
