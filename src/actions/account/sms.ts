/** Grants an account codes by SMS, or takes the grant back: to which countries, and how many a day and a month. Who has bound a number keeps it. */
import { isSupportedCountry } from 'libphonenumber-js/max'
import { z } from 'zod'
import { action, type Outcome } from '#actions/action.ts'
import { record } from '#actions/audit/record.ts'
import { slug } from '#actions/input.ts'
import { refuse } from '#rules/refusals.ts'
import { grantSms, withholdSms } from '#store/accounts.ts'
import type { SmsRules } from '#store/known.ts'
import { accountBySlug } from '#store/lookups.ts'

const country = () =>
  z
    .string()
    .transform((text) => text.toUpperCase())
    .refine((code) => isSupportedCountry(code), 'is no country of ISO 3166; example: DE')
const count = () => z.coerce.number().int().min(1).max(1_000_000)

export const smsOfAccount = action({
  name: 'account.sms',
  about: 'Grants an account codes by SMS with its limits, or withholds them.',
  may: 'operator.accounts',
  fresh: 300,
  input: z.strictObject({
    account: slug(),
    off: z.boolean().default(false),
    countries: z.array(country()).min(1).max(60).optional(),
    daily: count().optional(),
    monthly: count().optional(),
  }),
  async run({ world, session }, { account, off, countries, daily, monthly }): Promise<Outcome<{ sms: SmsRules | 'withheld' }>> {
    const id = await accountBySlug(world.store, account)
    if (!id) return refuse('record/unknown', { extra: { what: 'account' } })
    const rules: SmsRules = { ...(countries && { countries }), ...(daily && { daily }), ...(monthly && { monthly }) }
    await world.store.asOperator(`SMS of ${account}`, id, async (tx) => {
      await tx.begun
      await (off ? withholdSms(tx) : grantSms(tx, rules))
      const act = off ? 'SMS withheld' : 'SMS granted'
      await record(world, tx, tx.now, { act, actor: session?.userId ?? 'terminal', data: off ? {} : rules })
    })
    return { body: { sms: off ? 'withheld' : rules } }
  },
})
