/** The embedded PostgreSQL after kill -9: of the process that started it, and of its own main process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, it, onTestFinished } from 'vitest'
import { alive } from '#embedded/alive.ts'
import { startEmbedded } from '#embedded/index.ts'
import { runningPid } from '#embedded/lock-file.ts'
import { ask, connect, folder, startElsewhere, stopElsewhere, stopping } from './folders.ts'

it('adopts the server whose starter was killed, and then stops it', async () => {
  const dataDir = folder()
  const killed = await startElsewhere(dataDir)
  expect(killed.said).toMatchObject({ adopted: false })
  const pid = runningPid(path.join(dataDir, 'pg'))
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')

  const heir = stopping(await startEmbedded(dataDir))
  expect(heir.adopted).toBe(true)
  await expect(ask(heir, 'select 1/0'), 'its log has no reader any more').rejects.toThrow('division by zero')
  expect(await ask(heir, 'select 1')).toBe(1)
  expect(runningPid(path.join(dataDir, 'pg'))).toBe(pid)
  const guest = await startEmbedded(dataDir)
  await guest.stop()
  expect(await ask(heir, 'select 1'), 'a guest of the heir stops nothing').toBe(1)

  await heir.stop()
  expect(existsSync(path.join(dataDir, 'pg', 'postmaster.pid'))).toBe(false)
})

it('leaves the server to its living starter in another process', async () => {
  const dataDir = folder()
  const starter = await startElsewhere(dataDir)
  const guest = await startEmbedded(dataDir)
  expect(guest.adopted).toBe(true)
  await guest.stop()
  expect(await ask(guest, 'select 1')).toBe(1)
  await stopElsewhere(starter)
  await expect(ask(guest, 'select 1')).rejects.toThrow()
})

it('starts anew after its main process was killed, with all that was acknowledged', async () => {
  const dataDir = folder()
  const lines: string[] = []
  const first = stopping(await startEmbedded(dataDir, (line) => lines.push(line)))
  await ask(first, 'create table kept (n int)')
  // connections that are busy hold the lock for a while after the main process is gone
  const busy = await Promise.all([1, 2, 3].map(() => connect(first)))
  const slow = busy.map((client) => client.query('select pg_sleep(60)').catch(() => {}))
  await ask(first, 'insert into kept values (42)')
  process.kill(runningPid(path.join(dataDir, 'pg')) ?? 0, 'SIGKILL')

  const begin = performance.now()
  const second = stopping(await startEmbedded(dataDir))
  console.log(`start after kill -9 of the main process: ${Math.round(performance.now() - begin)} ms`)
  expect(second.adopted).toBe(false)
  expect(await ask(second, 'select n from kept')).toBe(42)
  expect(lines).toContain('PostgreSQL ended unexpectedly (SIGKILL)')
  await first.stop()
  expect(await ask(second, 'select 1'), 'the first start has nothing left to stop').toBe(1)
  await Promise.all(slow)
})

it('clears away what a killed first start left, and begins again', async () => {
  const dataDir = folder()
  mkdirSync(path.join(dataDir, 'pg.new-999999999-cafe'))
  const server = stopping(await startEmbedded(dataDir))
  expect(await ask(server, 'select 1')).toBe(1)
  expect(readdirSync(dataDir).filter((name) => name.startsWith('pg.new'))).toEqual([])
})

it.runIf(process.platform === 'linux')('takes a process that has ended for dead, though nobody has waited for it', async () => {
  // the shell becomes a program that never waits for the child it inherits
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 20'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line)
  await expect.poll(() => alive(pid), { interval: 10 }).toBe(false)
  expect(() => process.kill(pid, 0), 'the system still knows it').not.toThrow()
  expect(alive(process.pid)).toBe(true)
})
