/** The job behind "forgotten your password?": hands the sealed request to the action that finds, links and mails. */
import type { Logger } from 'pino'
import { mailResets } from '#actions/password-reset/mail.ts'
import type { World } from '#actions/world.ts'

type Payload = { readonly data: { readonly request: string } }

export const forgot = (world: World, log: Logger) => async (payload: unknown) => {
  try {
    await mailResets(world, (payload as Payload).data.request)
  } catch (error) {
    log.error({ err: error }, 'links for a forgotten password could not be mailed')
    throw error
  }
}
