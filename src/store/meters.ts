/**
 * What is counted beyond a single user, over sliding times and all nodes: who tries from one address, what goes to one
 * recipient. Scopes and keys are keyed digests. What the counts mean is rules/throttle. Whoever locks meters does it after
 * the user's lock and before the first audit row, in one go: then nobody waits in a circle.
 */
import type { Tx } from '#store/database.ts'

/** How many of the newest times of a scope are of interest. */
export type Gauge = { readonly scope: string; readonly most: number }
export type Times = readonly number[]

/** Until the transaction ends, nobody else counts in these scopes. Always in the same order. */
export const lockMeters = (tx: Tx, scopes: readonly string[]): Promise<unknown> =>
  Promise.all([...scopes].sort().map((scope) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [scope])))

/** The newest times of each scope, newest first. */
export async function readMeters(tx: Tx, gauges: readonly Gauge[]): Promise<readonly Times[]> {
  const rows = await tx.query<{ times: Times }>(
    `select to_json(array(select m.at from meter m where m.scope = g.scope order by m.at desc limit g.most)) as times
     from unnest($1::text[], $2::int[]) with ordinality as g(scope, most, n) order by g.n`,
    [gauges.map((g) => g.scope), gauges.map((g) => g.most)],
  )
  return rows.map((r) => r.times)
}

/** The same key again is the same thing again, at its newest time. */
export const mark = (tx: Tx, scope: string, key: string, at: number): void =>
  tx.write(
    'insert into meter (scope, key, at) values ($1, $2, $3) on conflict (scope, key) do update set at = greatest(meter.at, excluded.at)',
    [scope, key, at],
  )

export const clearMeter = (tx: Tx, scope: string): void => tx.write('delete from meter where scope = $1', [scope])
