/** Recovery codes made anew: shown once; the old sheet works until the new one is confirmed as kept. */
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { nothing } from '#actions/input.ts'
import { issueCodes, keepCodes } from '#actions/login/frame/effects.ts'
import { judge } from '#actions/login/frame/facts.ts'
import { asMyself, recordOwn } from '#actions/me/own.ts'
import { notice } from '#actions/message/notify.ts'
import { isPassword } from '#rules/proof.ts'
import { refuse } from '#rules/refusals.ts'

export const makeRecoveryCodes = action({
  name: 'me.recovery-codes',
  about: 'Makes recovery codes anew; they are shown once.',
  rest: { method: 'POST', path: '/me/recovery-codes' },
  may: 'session',
  fresh: 300,
  input: nothing(),
  run: (context): Promise<Outcome<{ codes: readonly string[] }>> =>
    asMyself(context, async (tx, { known }): Promise<Outcome<{ codes: readonly string[] }>> => {
      // They stand in for a second factor, also for a mailbox: who has none has nothing to recover by them.
      const second = judge(context.world, known, tx.now).facts.held.some((h) => !isPassword(h) && h.type !== 'recovery-code')
      if (!second) return refuse('factor/not-allowed')
      const { codes } = await issueCodes(context, tx, known)
      recordOwn(context, tx, known, 'recovery codes made')
      return { body: { codes } }
    }),
})

export const keepOwnRecoveryCodes = action({
  name: 'me.recovery-codes.kept',
  about: 'Confirms that the new recovery codes were kept: from now on they alone count.',
  rest: { method: 'POST', path: '/me/recovery-codes/kept' },
  may: 'session',
  fresh: 300,
  input: z.strictObject({ kept: z.literal(true) }),
  run: (context): Promise<Outcome<{ kept: true }>> =>
    asMyself(context, async (tx, { known }): Promise<Outcome<{ kept: true }>> => {
      if (!known.factors.some((f) => f.state === 'issued')) return refuse('login/no-enrolment')
      await keepCodes(tx, known)
      recordOwn(context, tx, known, 'recovery codes kept')
      await notice(context.world, tx, known, 'recovery-codes-made', {}, tx.now)
      return { body: { kept: true } }
    }),
})
