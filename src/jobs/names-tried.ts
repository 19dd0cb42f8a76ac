/** The job behind many names that were tried from one address: the operators find it in the log, and in the audit log of the platform. */
import type { Logger } from 'pino'
import { record } from '#actions/audit/record.ts'
import type { World } from '#actions/world.ts'
import { NAMES } from '#rules/throttle/window.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

type Payload = { readonly data: { readonly address: string; readonly source: string } }

/** The audit log keeps a mark in place of the address, by which rows of the same one are told; the log of the server goes after a while. */
export const namesTried = (world: World, log: Logger) => async (payload: unknown) => {
  const { address, source } = (payload as Payload).data
  await world.store.inAccount(PLATFORM_ACCOUNT, async (tx) => {
    await tx.begun
    record(world, tx, tx.now, { act: 'address held up', actor: 'system', data: { source, names: NAMES.most } })
  })
  log.warn({ address, source, names: NAMES.most }, 'many names are tried from one address: it is held up for an hour')
}
