/** A socket between a server process and PostgreSQL, so that the database can be away for the process while tests still see it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Place } from './database.ts'

export type Between = {
  /** The same database, reached through here. */
  place(real: Place): Place
  /** Refuses connections and cuts those there are, as when PostgreSQL stops. */
  gone(): Promise<void>
  /** Accepts everything and answers nothing, as when the network is cut. */
  silent(): void
  back(): Promise<void>
  close(): Promise<void>
}

export function between(): Between {
  const folder = mkdtempSync(path.join(tmpdir(), 'between-'))
  const open = new Set<Socket>()
  let server: Server | undefined
  let target = ''
  let name = ''
  let silent = false

  const forward = (near: Socket) => {
    const far = connect(target)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('data', (bytes) => {
        if (!silent) other.write(bytes)
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        if (!silent) other.destroy()
      })
    }
  }
  const listen = async () => {
    server = createServer(forward)
    await new Promise<void>((ok) => server?.listen(path.join(folder, name), ok))
  }
  const cut = async () => {
    const closing = server
    server = undefined
    const closed = closing && new Promise<void>((ok) => closing.close(() => ok()))
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    place(real) {
      name = `.s.PGSQL.${real.port}`
      target = path.join(real.host, name)
      void listen()
      return { ...real, host: folder }
    },
    gone: cut,
    silent() {
      silent = true
    },
    async back() {
      // What was said while nobody listened is lost: those connections are of no use any more.
      await cut()
      silent = false
      await listen()
    },
    async close() {
      silent = false
      await cut()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
