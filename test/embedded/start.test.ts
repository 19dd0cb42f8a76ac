/** The embedded PostgreSQL when nothing goes wrong: first and later starts, what kind of database it is, and company. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { startEmbedded } from '#embedded/index.ts'
import { end } from '#embedded/postmaster.ts'
import { ask, connect, folder, stopping } from './folders.ts'

it('starts on a new folder, and later on the same with all that was written', async () => {
  const dataDir = path.join(folder(), 'not', 'yet', 'there')
  const lines: string[] = []
  const begin = performance.now()
  const first = stopping(await startEmbedded(dataDir, (line) => lines.push(line)))
  const firstMs = performance.now() - begin
  await ask(first, "create table kept as select 'this' as what")
  await first.stop()
  expect(existsSync(path.join(dataDir, 'pg', 'postmaster.pid')), 'stopped').toBe(false)
  await first.stop()

  const again = performance.now()
  const later = stopping(await startEmbedded(dataDir))
  console.log(`first start ${Math.round(firstMs)} ms, later start ${Math.round(performance.now() - again)} ms`)
  expect([first.adopted, later.adopted]).toEqual([false, false])
  expect(await ask(later, 'select what from kept')).toBe('this')
  expect(lines.some((line) => line.includes('ready to accept connections'))).toBe(true)
  expect(readdirSync(dataDir).filter((name) => name.startsWith('pg.new'))).toEqual([])
})

it('is UTF-8, durable, and reachable by the socket alone', async () => {
  // a name that PostgreSQL's lists of folders would split
  const dataDir = path.join(folder(), 'with space, comma and "quote"')
  mkdirSync(dataDir)
  const server = stopping(await startEmbedded(dataDir))
  const settings = ['server_encoding', 'fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'TimeZone', 'shared_buffers']
  const values = await Promise.all(settings.map((name) => ask(server, `show ${name}`)))
  expect(values).toEqual(['UTF8', 'on', 'on', 'on', '', 'UTC', '64MB'])
  expect(await ask(server, "select format('%s %s', datlocprovider, datlocale) from pg_database where datname = 'template0'")).toBe(
    'b C.UTF-8',
  )
  expect(await ask(server, "select lower('ÄÖÜ')")).toBe('äöü')
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(server.socketDir, `.s.PGSQL.${server.port}`)).mode & 0o777).toBe(0o700)
})

it('writes no statement and no value into the log', async () => {
  const lines: string[] = []
  const server = stopping(await startEmbedded(folder(), (line) => lines.push(line)))
  await ask(server, 'create table t (secret text primary key)')
  await ask(server, "insert into t values ('canary')")
  await expect(ask(server, "insert into t values ('canary')")).rejects.toThrow('duplicate key')
  await server.stop()
  expect(lines.join('\n')).toContain('duplicate key')
  expect(lines.join('\n')).not.toContain('canary')
})

it('adopts a server that another start keeps, and leaves it running', async () => {
  const dataDir = folder()
  const keeper = stopping(await startEmbedded(dataDir))
  const guest = await startEmbedded(dataDir)
  expect(guest).toMatchObject({ adopted: true, socketDir: keeper.socketDir, port: keeper.port })
  await guest.stop()
  expect(await ask(keeper, 'select 1')).toBe(1)
  await keeper.stop()
  await expect(ask(keeper, 'select 1')).rejects.toThrow()
})

it('starts once when two begin on a new folder at the same moment', async () => {
  const dataDir = folder()
  const both = await Promise.all([startEmbedded(dataDir), startEmbedded(dataDir)])
  for (const server of both) stopping(server)
  expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true])
  expect(await Promise.all(both.map((server) => ask(server, 'select 1')))).toEqual([1, 1])
  expect(readdirSync(dataDir).filter((name) => name.startsWith('pg'))).toEqual(['pg'])
})

it('waits for a server that is just stopping, and starts anew', async () => {
  const dataDir = folder()
  const first = await startEmbedded(dataDir)
  const stopped = first.stop()
  const second = stopping(await startEmbedded(dataDir))
  await stopped
  expect(second.adopted).toBe(false)
  expect(await ask(second, 'select 1')).toBe(1)
})

it('stops beside a statement that would run for long', async () => {
  const server = stopping(await startEmbedded(folder()))
  const client = await connect(server)
  const slow = client.query('select pg_sleep(60)').catch((error: Error) => error.message)
  const begin = performance.now()
  await server.stop()
  expect(performance.now() - begin).toBeLessThan(3000)
  expect(await slow).toMatch(/terminat/)
})

it('asks twice before it gives a process up', async () => {
  const code =
    "process.on('SIGINT', () => {}); process.on('SIGQUIT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')"
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  await end(child.pid ?? 0, () => child.exitCode !== null, 200)
  expect(child.exitCode).toBe(7)
})

it('leaves the settings of a cluster to its operator after the first start', async () => {
  const dataDir = folder()
  const first = stopping(await startEmbedded(dataDir))
  await ask(first, 'alter system set shared_buffers = 96')
  await first.stop()
  const second = stopping(await startEmbedded(dataDir))
  expect(await ask(second, 'show shared_buffers')).toBe('768kB')
  expect(readFileSync(path.join(dataDir, 'pg', 'pg_hba.conf'), 'utf8')).toContain('local all all trust')
})
