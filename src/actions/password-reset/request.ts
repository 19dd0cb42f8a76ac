/**
 * "Forgotten your password?": takes an address or a username and answers at once, the same for every one. Who that is, and
 * whether a mail goes anywhere, is found out by a job (mail.ts); what waits in the queue for it is sealed.
 */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { mailbox, text } from '#actions/input.ts'
import { doorOpen } from '#actions/password-reset/caps.ts'
import { sealRequest } from '#actions/password-reset/mail.ts'
import { refuse } from '#rules/refusals.ts'
import { DECOY_ACCOUNT } from '#store/lookups.ts'
import { enqueue } from '#store/messages.ts'

/** Tries of the job: what could not be posted while a link would still be worth something is let be. */
const ATTEMPTS = 8

export const requestReset = action({
  name: 'password-reset.request',
  about: 'Mails links by which a forgotten password is set anew; the answer says nothing about who there is.',
  rest: { method: 'POST', path: '/password-resets', status: 204 },
  may: 'anyone',
  input: z.strictObject({ address: text(254) }),
  async run({ world, client }, input): Promise<Outcome<null>> {
    const address = input.address.trim()
    // Only its shape is judged: a username has no such sign, or is an address itself.
    if (address === '' || (address.includes('@') && !mailbox().safeParse(address).success)) return refuse('contact/address-invalid')
    return world.store.inAccount(DECOY_ACCOUNT, async (tx): Promise<Outcome<null>> => {
      await tx.begun
      const stopped = await doorOpen(world, tx, client)
      if (stopped) return stopped
      await enqueue(tx, 'forgot', { request: sealRequest(world, { address, at: tx.now }) }, null, ATTEMPTS)
      return { body: null }
    })
  },
})
