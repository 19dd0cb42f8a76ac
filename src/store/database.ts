/**
 * The only ways in: `inAccount` sees one account, `asOperator` sees all and says why, and the lookups (lookups.ts) find an
 * account from a name or a token. The account is set per transaction, so a query that forgets it sees no rows.
 */
import type pg from 'pg'
import { openSender } from '#store/batch.ts'
import { type Connection, openPool, prepared } from '#store/pool.ts'

export type Row = { readonly [column: string]: unknown }

/** A transaction. Statements may be sent without waiting for one another: they travel together and run in order. */
export type Tx = {
  readonly account: string
  /** Milliseconds since 1970 at the start, from the database's clock. Known once any statement was answered. */
  readonly now: number
  readonly begun: Promise<void>
  query<R extends object = Row>(text: string, values?: readonly unknown[]): Promise<R[]>
  /** A change whose answer nobody needs: not waited for. If it fails, the transaction fails with its error before anything is committed. */
  write(text: string, values?: readonly unknown[]): void
}

export type Store = {
  inAccount<T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Reads in one round trip: `work` sends all its statements before it first waits, and the transaction ends right behind them. */
  glance<T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Sees every account; `account` is the one that audit rows of this act belong to. `why` is written to the log. */
  asOperator<T>(why: string, account: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One statement outside any transaction and any account: only functions owned by lookup answer there. */
  lookup<R extends object = Row>(text: string, values: readonly unknown[]): Promise<R[]>
  /** A lookup on connections of its own: whoever is signed in does not stand in line behind a flood of those who are not. */
  check<R extends object = Row>(text: string, values: readonly unknown[]): Promise<R[]>
  /** Connections for LISTEN and for the queue. */
  readonly to: Connection
  close(): Promise<void>
}

export type StoreOptions = { readonly max?: number; readonly onError?: (error: Error) => void; readonly onOperator?: (why: string) => void }

export function openStore(to: Connection, options: StoreOptions = {}): Store {
  const onError = options.onError ?? (() => undefined)
  const app = openPool(to, { max: options.max ?? 12, name: 'app', onError })
  const checks = openPool(to, { max: 3, name: 'check', onError })
  const operator = openPool(to, { max: 2, name: 'operator', role: 'sallyport_operator', onError })
  return {
    to,
    inAccount: (account, work) => within(app, account, work),
    glance: (account, work) => within(app, account, work, true),
    asOperator(why, account, work) {
      options.onOperator?.(why)
      return within(operator, account, work)
    },
    lookup: (text, values) => run(app, text, values),
    check: (text, values) => run(checks, text, values),
    async close() {
      await Promise.all([app.end(), checks.end(), operator.end()])
    },
  }
}

const run = async <R extends object>(on: pg.Pool | pg.PoolClient, text: string, values: readonly unknown[] = []): Promise<R[]> =>
  (await on.query<R>({ name: prepared(text), text, values: [...values] })).rows

const BEGIN = "select set_config('app.account', $1, true), app.now_ms() as now"

async function within<T>(pool: pg.Pool, account: string, work: (tx: Tx) => Promise<T>, glance = false): Promise<T> {
  const client = await pool.connect()
  const sender = openSender(client)
  const sent: Promise<unknown>[] = []
  let broken: Error | undefined
  let now: number | undefined
  let over = false
  const send = <R extends object>(text: string, values?: readonly unknown[]): Promise<R[]> => {
    if (over) throw new Error('a glance sends all its statements before it waits')
    const answer = sender.send<R>(text, values)
    answer.catch(() => undefined)
    sent.push(answer)
    return answer
  }
  try {
    // Not waited for: the first statements of the work leave in the same packet, and answers come in order.
    const begun = Promise.all([send(glance ? 'begin read only' : 'begin'), send<{ now: number }>(BEGIN, [account])]).then(([, [first]]) => {
      now = first?.now
    })
    begun.catch(() => undefined)
    const tx: Tx = {
      account,
      begun,
      get now() {
        if (now === undefined) throw new Error('the time is known once a statement was answered, or `begun` was awaited')
        return now
      },
      query: async <R extends object>(text: string, values?: readonly unknown[]) => (await Promise.all([send<R>(text, values), begun]))[0],
      write: (text, values) => void send(text, values),
    }
    const working = work(tx)
    if (glance) {
      void send('commit')
      over = true
    }
    const result = await working
    // A commit that travels behind a statement that failed only rolls back: every answer is looked at before this one counts.
    if (!glance) void send('commit')
    await Promise.all(sent)
    return result
  } catch (error) {
    // The first failure is the reason; what was sent behind it says only that it came too late.
    const failed = (await Promise.allSettled(sent)).find((answer) => answer.status === 'rejected')
    // The connection is used again only if it could roll back, and it is known what it has prepared.
    await run(client, 'rollback').catch((e: Error) => {
      broken = e
    })
    if (sender.unsure()) broken = new Error('a message failed while it prepared statements')
    throw failed ? failed.reason : error
  } finally {
    client.release(broken)
  }
}
