/**
 * Several statements as one message: PostgreSQL answers them together, instead of writing to the socket and waking us for
 * each. They still run one after the other; from the first that fails on, none of the message runs.
 */
import pg from 'pg'
import { prepared } from '#store/pool.ts'

type Statement = {
  readonly query: pg.Query
  readonly ok: (rows: object[]) => void
  readonly no: (error: Error) => void
}
/** What the driver keeps of prepared statements on a connection; its types leave it out. */
type Prepares = { readonly submittedNamedStatements: Readonly<Record<string, string>> }

export type Sender = {
  /** Leaves with all that is sent in this turn of the event loop. */
  send<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>
  /** Whether a message failed that may or may not have prepared a statement: the connection cannot be used again. */
  readonly unsure: () => boolean
}

/** A sender on a connection that is this caller's alone. */
export function openSender(client: pg.PoolClient): Sender {
  let waiting: Statement[] = []
  let unsure = false
  const leave = () => {
    const statements = waiting
    waiting = []
    const message = new Message(statements.map((s) => s.query))
    message.callback = (error, results) => {
      if (error) {
        unsure ||= message.prepares
        for (const { no } of statements) no(error)
      } else for (const [i, result] of [results].flat().entries()) statements[i]?.ok(result.rows)
    }
    client.query<Message>(message)
  }
  return {
    send: <R extends object>(text: string, values: readonly unknown[] = []) =>
      new Promise<R[]>((ok, no) => {
        const query = new pg.Query({ name: prepared(text), text, values: [...values] })
        if (waiting.push({ query, ok: ok as (rows: object[]) => void, no }) === 1) process.nextTick(leave)
      }),
    unsure: () => unsure,
  }
}

/** To the driver it is one query with several results, as a text of several statements would be. */
class Message extends pg.Query {
  readonly #queries: readonly pg.Query[]
  /** Whether it prepares a statement that this connection did not know. */
  prepares = false
  readonly size: number
  /** Where the driver brings the results, or the first error. */
  callback: (error: Error | null, results: pg.QueryResult | pg.QueryResult[]) => void = () => undefined

  constructor(queries: readonly pg.Query[]) {
    super({ text: '' })
    this.#queries = queries
    this.size = queries.length
  }

  override submit = (connection: pg.Connection): void => {
    // Each query ends with a Sync, which asks for an answer at once: only the last may.
    const quiet = Object.create(connection, { sync: { value: () => undefined } }) as pg.Connection & Prepares
    const known = () => Object.keys(quiet.submittedNamedStatements).length
    const before = known()
    connection.stream.cork()
    for (const query of this.#queries) query.submit(quiet)
    connection.sync()
    connection.stream.uncork()
    this.prepares = known() > before
  }
}
