/** Migrations: once, under a lock, whole or not at all, never backwards. The walls they build are walls.test.ts. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { MigrationError, migrate } from '#store/migrate.ts'
import { folder } from '../embedded/folders.ts'
import { emptyDatabase, freshDatabase, type Place } from '../support/database.ts'

const TOP = path.join(import.meta.dirname, '../..')
const FILES = readdirSync(path.join(TOP, 'src/store/migrations'))
  .filter((f) => f !== '0000-roles.sql')
  .sort()
const asOwner = (place: Place) => ({ ...place, user: 'postgres' })

async function rows<T extends object>(place: Place, sql: string, values: readonly unknown[] = []): Promise<T[]> {
  const client = new pg.Client(asOwner(place))
  await client.connect()
  try {
    return (await client.query<T>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}
const shape = (place: Place) =>
  rows(
    place,
    `select table_name, column_name, data_type from information_schema.columns where table_schema in ('app', 'jobs') order by 1, 2`,
  )

test('an empty database is migrated, file by file, once', async () => {
  const place = await emptyDatabase()
  const told: string[] = []
  expect(await migrate(asOwner(place), (name) => told.push(name))).toEqual(FILES)
  expect(told).toEqual(FILES)
  const first = await shape(place)
  expect(first.length).toBeGreaterThan(100)
  expect(await migrate(asOwner(place))).toEqual([])
  expect(await shape(place)).toEqual(first)
  expect(await rows(place, 'select name from app.migration order by name')).toEqual(FILES.map((name) => ({ name })))
})

test('two migrators at once: one does it, the other finds it done', async () => {
  const place = await emptyDatabase()
  const both = await Promise.all([migrate(asOwner(place)), migrate(asOwner(place))])
  expect(both.map((b) => b.length).sort()).toEqual([0, FILES.length])
})

test('a file that fails leaves nothing behind, and is named', async () => {
  const place = await emptyDatabase()
  // A copy of the migrator with one file more, which fails after its first statement.
  const copy = folder()
  mkdirSync(path.join(copy, 'src'))
  cpSync(path.join(TOP, 'src/store'), path.join(copy, 'src/store'), { recursive: true })
  cpSync(path.join(TOP, 'package.json'), path.join(copy, 'package.json'))
  symlinkSync(path.join(TOP, 'node_modules'), path.join(copy, 'node_modules'))
  writeFileSync(path.join(copy, 'src/store/migrations/9998-fails.sql'), '-- Fails.\ncreate table app.half (n int);\nselect 1 / 0;\n')
  const program = `import { migrate } from '#store/migrate.ts'; await migrate(${JSON.stringify(asOwner(place))})`
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: copy, encoding: 'utf8' })
  expect([run.status, run.stderr]).toEqual([
    1,
    expect.stringContaining('The migration 9998-fails.sql failed and left nothing behind: division by zero'),
  ])
  expect(await rows(place, "select to_regclass('app.half') as half, to_regclass('app.users')::text as users")).toEqual([
    { half: null, users: 'app.users' },
  ])
  expect(await rows(place, 'select count(*)::int as n from app.migration')).toEqual([{ n: FILES.length }])
  // What came before it stands, so the next start goes on from there.
  expect(await migrate(asOwner(place))).toEqual([])
})

test('a database of a newer version is refused, and not touched', async () => {
  const place = await freshDatabase()
  await rows(place, "insert into app.migration (name) values ('9999-future.sql')")
  const before = await shape(place)
  const refused = await migrate(asOwner(place)).catch((e: unknown) => e)
  expect(refused).toBeInstanceOf(MigrationError)
  expect(String(refused)).toContain('This database was migrated by a newer version (9999-future.sql). Start that version.')
  expect(await shape(place)).toEqual(before)
})
