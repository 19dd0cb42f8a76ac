/**
 * The other server processes of this demo. They hear of a moved clock from the database, but perhaps a moment after whoever
 * moved it; so they are asked to turn it by nothing, which makes them forget every remembered session before they answer.
 */

/** Longer than this nothing is remembered anyway. */
const PATIENCE_MS = 1000

/** One that does not answer is starting, and remembers nothing. `origins`: where they listen. */
export const tellNeighbours = (origins: readonly string[]): Promise<unknown> =>
  Promise.allSettled(
    origins.map(async (origin) => {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const answer = await fetch(`${origin}/outbox/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"advance":0}',
        signal,
      })
      await answer.text()
    }),
  )
