/** Runs the queue in this process: jobs start milliseconds after the transaction that added them has committed. */
import { Logger, run } from 'graphile-worker'
import type { Logger as Pino } from 'pino'
import { pruneAll } from '#actions/platform/prune.ts'
import type { Delivery } from '#delivery/delivery.ts'
import { deliverMessage, TryAgain } from '#jobs/deliver.ts'
import type { Store } from '#store/database.ts'
import { openPool } from '#store/pool.ts'
import type { Seal } from '#store/seal.ts'

export type Worker = { stop(): Promise<void> }

type Payload = { readonly account: string; readonly data: { readonly message: string } }

export async function startWorker(world: { store: Store; seal: Seal; delivery: Delivery }, log: Pino): Promise<Worker> {
  const onError = (error: Error) => log.warn({ err: error }, 'the queue lost a connection')
  const pool = openPool(world.store.to, { max: 6, name: 'jobs', role: 'sallyport_jobs', onError })
  const quiet = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.debug(message)
  })
  const runner = await run({
    pgPool: pool,
    schema: 'jobs',
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quiet,
    crontab: '*/10 * * * * prune',
    taskList: {
      prune: async () => void (await pruneAll(world.store)),
      deliver: async (payload) => {
        const { account, data } = payload as Payload
        try {
          await deliverMessage(world, account, data.message)
        } catch (error) {
          if (!(error instanceof TryAgain)) log.error({ err: error, message: data.message }, 'a message could not be sent')
          throw error
        }
      },
    },
  })
  return {
    async stop() {
      await runner.stop()
      await pool.end()
    },
  }
}
