/** Where the embedded PostgreSQL puts things: long paths, folders that only root can enter, programs out of reach. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { reachable } from '#embedded/binaries.ts'
import { copyOnce } from '#embedded/copy.ts'
import { startEmbedded } from '#embedded/index.ts'
import { choosePlace } from '#embedded/place.ts'
import { mayEnter } from '#embedded/user.ts'
import { ask, folder, ORDINARY, ROOT, startElsewhere, stopElsewhere, stopping, WHY_NOT } from './folders.ts'

/** As root, with the reason why not otherwise. */
const asRoot = it.skipIf(!ROOT)
const WHY = ROOT ? '' : ' (skipped: needs root)'

const keyOf = (dataDir: string) => createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
const gone = (name: string) => onTestFinished(() => rmSync(name, { recursive: true, force: true }))

function longFolder(): { dataDir: string; short: string } {
  const dataDir = path.join(folder(), 'a'.repeat(60), 'b'.repeat(60))
  mkdirSync(dataDir, { recursive: true })
  const short = `/tmp/sallyport-${keyOf(dataDir)}`
  gone(short)
  return { dataDir, short }
}

it('keeps the socket under /tmp when the path of the data folder is too long for one', async () => {
  const { dataDir, short } = longFolder()
  const server = stopping(await startEmbedded(dataDir))
  expect(server.socketDir).toBe(short)
  expect(statSync(short).mode & 0o777).toBe(0o700)
  expect(statSync(short).uid).toBe(statSync(path.join(dataDir, 'pg')).uid)
  expect(await ask(server, 'select 1')).toBe(1)
  await server.stop()
  const later = stopping(await startEmbedded(dataDir))
  expect(await ask(later, 'select 1'), 'its own folder is taken again').toBe(1)
})

it('does not use a link that somebody laid in its place under /tmp', async () => {
  const { dataDir, short } = longFolder()
  symlinkSync(folder(), short)
  await expect(startEmbedded(dataDir)).rejects.toMatchObject({
    name: 'EmbeddedError',
    message: expect.stringContaining(short),
    hint: expect.stringContaining('SALLYPORT_DATA_DIR'),
  })
})

asRoot(`does not use a folder of somebody else under /tmp${WHY}`, async () => {
  const { dataDir, short } = longFolder()
  mkdirSync(short)
  chownSync(short, 12_345, 12_345)
  await expect(startEmbedded(dataDir)).rejects.toThrow('belongs to somebody else')
  expect(statSync(short).uid).toBe(12_345)
})

asRoot(`puts the cluster aside when only root can enter the data folder; a moved folder finds it, a copy does not${WHY}`, async () => {
  const home = folder(homedir(), 0o700)
  const dataDir = path.join(home, 'data')
  const base = `/var/lib/sallyport/${keyOf(dataDir)}`
  gone(base)
  const server = stopping(await startEmbedded(dataDir))
  await ask(server, "create table kept as select 'this' as what")
  expect(readFileSync(path.join(dataDir, 'cluster-path.txt'), 'utf8')).toBe(`${base}\n`)
  expect(server.socketDir).toBe(path.join(base, 'run'))
  expect(statSync(path.join(base, 'pg')).uid).not.toBe(0)
  await server.stop()

  const copy = path.join(home, 'copy')
  cpSync(dataDir, copy, { recursive: true })
  await expect(startEmbedded(copy)).rejects.toThrow(`is a copy of ${dataDir}`)

  const moved = path.join(home, 'moved')
  renameSync(dataDir, moved)
  const later = stopping(await startEmbedded(moved))
  expect(await ask(later, 'select what from kept')).toBe('this')
  await later.stop()

  rmSync(base, { recursive: true })
  await expect(startEmbedded(moved)).rejects.toMatchObject({
    message: expect.stringContaining(base),
    hint: expect.stringContaining('delete'),
  })
})

asRoot(`gives a new data folder a new database, and puts that of a deleted one in the same place away${WHY}`, async () => {
  const dataDir = path.join(folder(homedir(), 0o700), 'data')
  const base = `/var/lib/sallyport/${keyOf(dataDir)}`
  for (const name of [base, `${base}.old-1`]) gone(name)
  const first = stopping(await startEmbedded(dataDir))
  await ask(first, 'create table kept ()')
  rmSync(dataDir, { recursive: true })
  await expect(startEmbedded(dataDir)).rejects.toThrow('still runs')
  await first.stop()

  const lines: string[] = []
  const second = stopping(await startEmbedded(dataDir, (line) => lines.push(line)))
  expect(await ask(second, "select to_regclass('kept')")).toBeNull()
  expect(existsSync(path.join(`${base}.old-1`, 'pg', 'PG_VERSION'))).toBe(true)
  expect(lines[0]).toContain(`${base}.old-1`)
})

it.skipIf(!ORDINARY)(`runs as the owner of a cluster that an ordinary user made, who can use it again afterwards${WHY_NOT}`, async () => {
  const dataDir = folder()
  chownSync(dataDir, 65_534, 65_534)
  const theirs = await startElsewhere(dataDir, { uid: 65_534, gid: 65_534 })
  expect(theirs.said).toMatchObject({ adopted: false, socketDir: path.join(dataDir, 'run') })
  await stopElsewhere(theirs)
  const ours = stopping(await startEmbedded(dataDir))
  expect(await ask(ours, 'select 1')).toBe(1)
  await ours.stop()
  expect(statSync(path.join(dataDir, 'pg')).uid).toBe(65_534)
  const again = await startElsewhere(dataDir, { uid: 65_534, gid: 65_534 })
  expect(again.said).toMatchObject({ adopted: false })
  await stopElsewhere(again)
})

asRoot(`copies programs that only root can reach to where PostgreSQL's user can run them${WHY}`, () => {
  const { user } = choosePlace(folder(), () => {})
  const closed = path.join(folder(homedir(), 0o700), 'native')
  mkdirSync(path.join(closed, 'bin'), { recursive: true, mode: 0o700 })
  mkdirSync(path.join(closed, 'lib'))
  writeFileSync(path.join(closed, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o700 })
  const copy = reachable({ folder: closed, version: '0-test', major: '0' }, user)
  gone(copy.folder)
  expect(copy.folder).toMatch(/^\/var\/cache\/sallyport\/postgres-0-test-/)
  expect(mayEnter(user, path.join(copy.folder, 'bin', 'postgres'))).toBe(true)
  expect(reachable(copy, user), 'a copy is within reach').toBe(copy)
})

it('copies whole or not at all, and for everybody to read, whatever the umask', () => {
  const from = folder()
  mkdirSync(path.join(from, 'bin'), { mode: 0o700 })
  writeFileSync(path.join(from, 'bin', 'run'), 'first')
  chmodSync(path.join(from, 'bin', 'run'), 0o700)
  writeFileSync(path.join(from, 'read'), '')
  chmodSync(path.join(from, 'read'), 0o600)
  const to = path.join(folder(), 'to')
  const before = process.umask(0o077)
  onTestFinished(() => void process.umask(before))
  expect(copyOnce(from, to)).toBe(to)
  const modes = ['', 'bin', 'bin/run', 'read'].map((name) => (statSync(path.join(to, name)).mode & 0o777).toString(8))
  expect(modes).toEqual(['755', '755', '755', '644'])
  writeFileSync(path.join(from, 'bin', 'run'), 'second')
  copyOnce(from, to)
  expect(readFileSync(path.join(to, 'bin', 'run'), 'utf8'), 'made once').toBe('first')
  expect(existsSync(`${to}.lock`)).toBe(false)
})
