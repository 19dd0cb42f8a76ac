/** Databases for tests: each test file asks for its own on the run's one PostgreSQL (postgres.ts), so files never meet. Dropping is left to the end of the run. */
import { inject } from 'vitest'

/** Where a database listens: connect with these and a `user`; no password is asked on this socket. */
export type Place = { readonly host: string; readonly port: number; readonly database: string }

declare module 'vitest' {
  interface ProvidedContext {
    databases: string
  }
}

/** A migrated database that nobody else uses. The first call of a run also starts PostgreSQL (about 2 s). */
export const freshDatabase = (): Promise<Place> => ask('migrated')

/** A database without any table, for tests of the migrations themselves. Roles are still shared by the whole run. */
export const emptyDatabase = (): Promise<Place> => ask('empty')

async function ask(kind: 'migrated' | 'empty'): Promise<Place> {
  const answer = await fetch(`${inject('databases')}/${kind}`)
  if (!answer.ok) throw new Error(`no database for this test: ${await answer.text()}`)
  return (await answer.json()) as Place
}
