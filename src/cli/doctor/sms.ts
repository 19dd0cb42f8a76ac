/** Every way to send SMS, asked whether it would take one; nothing is sent. And whether an account is promised what is not there. */
import { bad, type Finding, note, ok } from '#cli/doctor/finding.ts'
import { type Config, isLoopback } from '#config.ts'
import { providersOf } from '#delivery/sms/index.ts'
import type { Store } from '#store/database.ts'
import { accountsWithSms } from '#store/health.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

/** `store` is absent where the database is. */
export async function sms(config: Config, store: Store | undefined): Promise<readonly Finding[]> {
  const granted = await store?.asOperator('count accounts with SMS', PLATFORM_ACCOUNT, accountsWithSms)
  if (config.sms.length === 0) {
    if (!granted) return [ok('sms', 'no way to send SMS is set; codes by SMS are offered to nobody')]
    const what = `${granted} accounts are granted SMS, but no way to send them is set`
    return [bad('sms', what, 'Set SALLYPORT_SMS, for instance kannel://user:password@localhost:13013?from=Sallyport')]
  }
  const providers = providersOf(config.sms)
  const checked = await Promise.all(
    providers.map(async (provider, i): Promise<Finding> => {
      const what = `${provider.name} (${config.sms[i]?.host})`
      try {
        await provider.check()
        return ok('sms', `${what} would take one${i === 0 ? '' : ', when those before it do not'}`)
      } catch (error) {
        const why = error instanceof Error ? error.message : 'it failed'
        const others = providers.length > 1 ? 'The others are asked meanwhile.' : 'Codes by SMS do not leave meanwhile.'
        return bad('sms', `${what}: ${why}`, `Look at its part of SALLYPORT_SMS, and whether this machine may reach it. ${others}`)
      } finally {
        await provider.close()
      }
    }),
  )
  return [...checked, ...reports(config)]
}

/** A provider somewhere else cannot tell a loopback address what became of a message. */
function reports({ url, sms }: Config): readonly Finding[] {
  const away = sms.some((one) => !isLoopback(one.hostname))
  if (!away || !isLoopback(url.hostname)) return []
  return [
    note('sms', `delivery reports would go to ${url.origin}`, 'The provider cannot reach that. Set SALLYPORT_URL to the public address.'),
  ]
}
