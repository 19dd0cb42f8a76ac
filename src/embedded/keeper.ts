/**
 * Who stops the server: the process that started it, and nobody beside it. When that process was killed, the next
 * one that finds the server running takes its place, so that no server is left without a keeper.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alive, beginOf } from './alive.ts'

/** `still` is false once another process has had to start the server anew. */
export type Keeper = { still(): boolean; release(): void }

const FILE = 'keeper'

/** Makes this process the keeper, by a file beside the cluster. */
export function keep(base: string): Keeper {
  const file = path.join(base, FILE)
  const token = randomBytes(6).toString('hex')
  const line = `${process.pid} ${beginOf(process.pid)} ${token}\n`
  writeFileSync(`${file}.${token}`, line, { mode: 0o644 })
  renameSync(`${file}.${token}`, file)
  // a file that is gone was wiped with its folder: nobody else keeps the server then
  const still = () => [line, ''].includes(read(file))
  return { still, release: () => still() && rmSync(file, { force: true }) }
}

/** Whether a living process keeps the server. */
export function isKept(base: string): boolean {
  const [pid, begin] = read(path.join(base, FILE)).split(' ')
  return Number(pid) > 0 && alive(Number(pid)) && beginOf(Number(pid)) === begin
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
