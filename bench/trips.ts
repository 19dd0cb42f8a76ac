/** Counts what goes to the database: statements, and round trips, which are statements sent after an answer was waited for. */
import pg from 'pg'

export type Trips = { readonly statements: number; readonly trips: number }

type Query = (this: pg.Client, ...args: unknown[]) => unknown

/** Wraps the driver of this process. Only the server's own pool is counted, not the queue's or the listener's. */
export function countTrips(): () => Trips {
  let statements = 0
  let trips = 0
  const answered = new WeakMap<pg.Client, boolean>()
  const plain = pg.Client.prototype.query as unknown as Query
  const counting: Query = function (...args) {
    const { application_name: name } = (this as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
    if (name !== 'sallyport app') return plain.apply(this, args)
    statements++
    if (answered.get(this) !== false) trips++
    answered.set(this, false)
    const arrived = () => answered.set(this, true)
    const callback = args.at(-1)
    if (typeof callback === 'function') {
      args[args.length - 1] = (...given: unknown[]) => {
        arrived()
        callback(...given)
      }
      return plain.apply(this, args)
    }
    const result = plain.apply(this, args) as Promise<unknown>
    result.then(arrived, arrived)
    return result
  }
  Object.assign(pg.Client.prototype, { query: counting })
  return () => ({ statements, trips })
}
