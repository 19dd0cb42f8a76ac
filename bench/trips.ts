/** Counts what goes to the database: statements, and round trips, which are messages sent after an answer was waited for. */
import pg from 'pg'

export type Trips = { readonly statements: number; readonly trips: number }

type Callback = (...given: unknown[]) => void
type Query = (this: pg.Client, ...args: unknown[]) => unknown
/** What the server's own messages of several statements look like (store/batch.ts). */
type Several = { callback?: Callback; readonly size?: number }

/** Wraps the driver of this process. Only the server's own pools are counted, not the queue's or the listener's. */
export function countTrips(): () => Trips {
  let statements = 0
  let trips = 0
  const answered = new WeakMap<pg.Client, boolean>()
  const plain = pg.Client.prototype.query as unknown as Query
  const counting: Query = function (...args) {
    const { application_name: name } = (this as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
    if (name !== 'sallyport app' && name !== 'sallyport check') return plain.apply(this, args)
    const noting = (callback: Callback): Callback => {
      return (...given) => {
        answered.set(this, true)
        callback(...given)
      }
    }
    const first = args[0] as Several
    statements += first.size ?? 1
    if (answered.get(this) !== false) trips++
    answered.set(this, false)
    const last = args.length - 1
    if (first.callback) first.callback = noting(first.callback)
    else if (typeof args[last] === 'function') args[last] = noting(args[last] as Callback)
    else {
      const result = plain.apply(this, args) as Promise<unknown>
      const arrived = noting(() => undefined)
      result.then(arrived, arrived)
      return result
    }
    return plain.apply(this, args)
  }
  Object.assign(pg.Client.prototype, { query: counting })
  return () => ({ statements, trips })
}
