/** Whether a process lives, and whether it is still the one that was meant: numbers are given out again. */
import { readFileSync } from 'node:fs'
import { codeOf } from './error.ts'

/** One that has ended, but that nobody has waited for, counts as dead: in a container that may last. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM' // it lives, and is somebody else's
  }
  return stat(pid)[0] !== 'Z'
}

/** When a process began, in the system's own count, to tell it from a later one of the same number; '-' where /proc does not say. */
export function beginOf(pid: number): string {
  return stat(pid)[19] ?? '-'
}

/** What /proc tells of a process after its name: first its state, and as the twentieth when it began. */
function stat(pid: number): string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
