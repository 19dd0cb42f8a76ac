/** `sallyport doctor`: looks at configuration, keys, clock, database roles and mail, and says of each what to do. */
import { atTerminal, say } from '#cli/terminal.ts'
import { openSmtp } from '#delivery/mail/index.ts'
import { checkRoles } from '#store/check.ts'
import { isDemo } from '#store/clock.ts'
import { databaseNow, operatorExists } from '#store/lookups.ts'
import { checkKeys } from '#store/seal-keys.ts'

type Finding = { readonly what: string; readonly bad?: string }

const SKEW_WARN_MS = 2000

export function doctor(): Promise<number> {
  return atTerminal(async (world, config) => {
    const { store, seal } = world
    const demo = await isDemo(store)
    const findings: Finding[] = [
      { what: `address ${config.url.origin}` },
      await check('database role', () => checkRoles(store)),
      await check('keys', () => checkKeys(store, seal)),
      await clock(() => databaseNow(store), demo),
      await check('mail server', async () => {
        if (config.smtp === undefined)
          throw new Error('none is set, so no codes and invitations leave. Set SALLYPORT_SMTP=smtp://user:password@host:587')
        const mail = openSmtp({ url: config.smtp, from: config.mailFrom, now: () => performance.now() })
        await mail.check().finally(() => mail.close())
      }),
      {
        what: 'operator',
        ...((await operatorExists(store)) ? {} : { bad: 'nobody can sign in as operator. Start serve and open the set-up link it shows' }),
      },
      { what: 'demo mark', ...(demo ? { bad: 'this database belongs to a demo; serve refuses it' } : {}) },
    ]
    for (const { what, bad } of findings) say(bad === undefined ? `ok    ${what}` : `look  ${what}: ${bad}`)
    return findings.every((f) => f.bad === undefined) ? 0 : 1
  })
}

async function check(what: string, work: () => Promise<unknown>): Promise<Finding> {
  try {
    await work()
    return { what }
  } catch (error) {
    return { what, bad: error instanceof Error ? error.message : 'failed' }
  }
}

/** A passcode of 30 seconds stands on the clock: two seconds off are told. */
async function clock(databaseNow: () => Promise<number>, demo: boolean): Promise<Finding> {
  const before = Date.now()
  const there = await databaseNow()
  const off = Math.round(there - (before + Date.now()) / 2)
  const what = `clock, ${off} ms from this machine's`
  return Math.abs(off) > SKEW_WARN_MS && !demo
    ? { what, bad: 'database and this machine disagree. Let both follow the same time server' }
    : { what }
}
