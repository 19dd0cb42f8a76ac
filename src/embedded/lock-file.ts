/** Reads PostgreSQL's own note of the process that runs a cluster; a clean stop removes it last. Writing it is PostgreSQL's business. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The process that runs the cluster, or did before it was killed. */
export function runningPid(cluster: string): number | undefined {
  return lockFile(cluster).pid
}

/** The same, once it takes connections. */
export function readyPid(cluster: string): number | undefined {
  const { pid, state } = lockFile(cluster)
  return state === 'ready' ? pid : undefined
}

function lockFile(cluster: string): { pid?: number; state?: string | undefined } {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), state: lines[7]?.trim() }
  } catch {
    return {}
  }
}
