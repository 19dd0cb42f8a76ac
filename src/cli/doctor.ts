/**
 * `sallyport doctor`: looks at everything a sign-in rests on and says of each thing what to do. One that is away does not keep
 * the others from being looked at. Changes nothing; sends nothing.
 */
import { openDatabase } from '#cli/database.ts'
import { clock } from '#cli/doctor/clock.ts'
import { configuration } from '#cli/doctor/configuration.ts'
import { database, operator } from '#cli/doctor/database.ts'
import { bad, type Finding, found } from '#cli/doctor/finding.ts'
import { keys } from '#cli/doctor/keys.ts'
import { mail } from '#cli/doctor/mail.ts'
import { names } from '#cli/doctor/names.ts'
import { queue } from '#cli/doctor/queue.ts'
import { sms } from '#cli/doctor/sms.ts'
import { say } from '#cli/terminal.ts'
import { databaseTrouble } from '#cli/trouble.ts'
import { type Config, readConfig } from '#config.ts'
import { openStore, type Store } from '#store/database.ts'

type Told = (more: readonly Finding[]) => void

/** 1 when something is bad. `json`: one object instead of lines. */
export async function doctor(json: boolean): Promise<number> {
  const findings: Finding[] = []
  const told: Told = (more) => {
    findings.push(...more)
    if (!json) for (const finding of more) say(line(finding))
  }
  const config = readable(told)
  if (config) {
    told(configuration(config, Date.now()))
    // Asked for at once: each may have to wait for somebody who does not answer.
    const outside = [found('names', 'names', () => names(config)), found('mail', 'mail', () => mail(config))]
    await inside(config, told)
    for (const more of outside) told(await more)
  }
  const well = findings.every((f) => f.state !== 'bad')
  if (json) say(JSON.stringify({ ok: well, findings }, null, 2))
  return well ? 0 : 1
}

const line = ({ area, state, what, todo }: Finding): string =>
  `${state.padEnd(4)}  ${area}: ${what}${todo === undefined ? '' : `. ${todo}`}`

function readable(told: Told): Config | undefined {
  try {
    return readConfig()
  } catch (error) {
    told([bad('configuration', 'it cannot be used', error instanceof Error ? error.message : '')])
    return undefined
  }
}

async function inside(config: Config, told: Told): Promise<void> {
  const opened = await openDatabase(config, () => undefined).catch((error: Error) => error)
  if (opened instanceof Error) {
    told([bad('database', 'it cannot be opened', sentence(opened))])
    return told(await found('sms', 'SMS', () => sms(config, undefined)))
  }
  const store = openStore(opened.to)
  try {
    await withStore(config, store, told)
  } finally {
    await store.close()
    await opened.stop()
  }
}

async function withStore(config: Config, store: Store, told: Told): Promise<void> {
  const refused = await database(config, store).then(told, (error: Error) => error)
  if (refused) {
    told([bad('database', 'it cannot be used', sentence(refused))])
    return told(await found('sms', 'SMS', () => sms(config, undefined)))
  }
  told(await found('keys', `the key file ${config.keysFile}`, () => keys(config, store)))
  told(await found('clock', 'clock', () => clock(store, Date.now)))
  told(await found('queue', 'queue', () => queue(store)))
  told(await found('sms', 'SMS', () => sms(config, store)))
  told(await found('operator', 'operator', () => operator(store)))
}

const sentence = (error: Error): string => {
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : ''
  return databaseTrouble(error) ?? `${error.message}${hint}`
}
