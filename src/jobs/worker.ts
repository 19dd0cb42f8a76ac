/** Runs the queue in this process: jobs start milliseconds after the transaction that added them has committed. It outlives the database's absence. */
import { Logger, type Runner, run } from 'graphile-worker'
import type pg from 'pg'
import type { Logger as Pino } from 'pino'
import { takeOverDue } from '#actions/contact/due.ts'
import { pruneAll } from '#actions/platform/prune.ts'
import type { World as Actions } from '#actions/world.ts'
import type { Delivery } from '#delivery/delivery.ts'
import { deliverMessage } from '#jobs/deliver.ts'
import { forgot } from '#jobs/forgot.ts'
import { namesTried } from '#jobs/names-tried.ts'
import { TryAgain } from '#jobs/try-again.ts'
import { openPool } from '#store/pool.ts'

export type Worker = { stop(): Promise<void> }

type World = Actions & { readonly delivery: Delivery }
type Payload = { readonly account: string; readonly data: { readonly message: string } }

const AGAIN_MS = 1000
const SWEEP_MS = 60_000

export async function startWorker(world: World, log: Pino): Promise<Worker> {
  const onError = (error: Error) => log.warn({ err: error }, 'the queue lost a connection')
  const pool = openPool(world.store.to, { max: 6, name: 'jobs', role: 'sallyport_jobs', onError })
  let stopping = false
  let again: NodeJS.Timeout | undefined

  const begin = async (): Promise<Runner> => {
    await freeJobs(pool)
    const begun = await work(pool, world, log)
    const ended = () => {
      if (!stopping) again = setTimeout(() => void retry(), AGAIN_MS)
    }
    begun.promise.then(ended, ended)
    return begun
  }
  // The library gives up when it cannot write down that a job is done: then it is started anew until it can.
  const retry = () => {
    runner = begin()
    runner.catch((error: Error) => {
      log.warn({ err: error }, 'the queue waits for the database')
      if (!stopping) again = setTimeout(() => void retry(), AGAIN_MS)
    })
  }
  let runner = begin()
  await runner
  const sweep = setInterval(() => freeJobs(pool).catch(onError), SWEEP_MS).unref()
  return {
    async stop() {
      stopping = true
      clearInterval(sweep)
      clearTimeout(again)
      await runner.then((r) => r.stop()).catch(() => undefined)
      await pool.end()
    },
  }
}

/** Jobs that a process held when it died: nothing here takes two minutes, and a code cannot wait for hours. */
const freeJobs = (pool: pg.Pool): Promise<unknown> =>
  pool.query(
    `select jobs.force_unlock_workers(array(select distinct locked_by from jobs._private_jobs where locked_at < now() - interval '2 minutes'))`,
  )

function work(pool: pg.Pool, world: World, log: Pino): Promise<Runner> {
  const quiet = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.debug(message)
  })
  return run({
    pgPool: pool,
    schema: 'jobs',
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quiet,
    // Without a batch the library lets an answer that cannot be written down end the whole process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: '*/10 * * * * prune\n* * * * * contacts',
    taskList: {
      prune: async () => void (await pruneAll(world.store)),
      contacts: async () => void (await takeOverDue(world)),
      forgot: forgot(world, log),
      'names-tried': namesTried(world, log),
      deliver: async (payload) => {
        const { account, data } = payload as Payload
        try {
          await deliverMessage(world, account, data.message, (provider, reason) =>
            log.warn({ message: data.message, provider, reason }, 'a provider did not take an SMS'),
          )
        } catch (error) {
          if (!(error instanceof TryAgain)) log.error({ err: error, message: data.message }, 'a message could not be sent')
          throw error
        }
      },
    },
  })
}
