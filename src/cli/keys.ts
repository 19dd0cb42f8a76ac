/**
 * `sallyport keys`: `rotate` makes a new key and seals everything anew with it while servers serve, `list` says what still needs
 * each key, `remove` lets one go. Servers read the file again by themselves.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { progress } from '@clack/prompts'
import { record } from '#actions/audit/record.ts'
import { DEVICE_MS, type Needed, needs, reasonToKeep } from '#actions/keys/needs.ts'
import { reseal, settle, unfinished } from '#actions/keys/rotate.ts'
import type { World } from '#actions/world.ts'
import { atTerminal, say } from '#cli/terminal.ts'
import type { Config } from '#config.ts'
import { addKey, dropKey, prepareKey } from '#store/keys.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'
import { unnameKey } from '#store/resealing.ts'

/** Longer than a server takes to read a changed file. */
const SETTLE_MS = 1500

/** For servers on several machines: the key is in the file first, and seals only after the file has been copied. */
export function prepareKeys(): Promise<number> {
  return atTerminal(async (_world, { keysFile }) => {
    const kid = prepareKey(keysFile)
    say(`${kid} is in ${keysFile} and does not seal yet. Copy the file to every machine, then run: sallyport keys rotate`)
    return 0
  })
}

/** One that was cut short is finished; no further key is made then. */
export function rotateKeys(): Promise<number> {
  return atTerminal(async (world, config) => {
    const before = await unfinished(world)
    if (before > 0) say(`${before} texts are not sealed with ${world.seal.current()} yet. No new key is made before they are.`)
    else {
      addKey(config.keysFile)
      world.seal.reload()
    }
    const kid = world.seal.current()
    const count = await withBar(kid, (tell) => reseal(world, tell))
    const { moved, left } = await settle(world, () => pause(SETTLE_MS))
    await noted(world, 'keys rotated', { kid, count: count + moved })
    say(`Sealed with ${kid}: ${count + moved} texts. ${await keepers(world, config)}`)
    if (left === 0) return 0
    say(`${left} texts were sealed with an older key meanwhile. Does every server have this key file? Copy it, then run this again.`)
    return 1
  })
}

async function withBar<T>(kid: string, work: (tell: (done: number, of: number) => void) => Promise<T>): Promise<T> {
  const bar = process.stdout.isTTY ? progress({ max: 100 }) : undefined
  bar?.start(`Sealing with ${kid}`)
  let shown = 0
  const done = await work((moved, of) => {
    const percent = of === 0 ? 100 : Math.min(100, Math.floor((moved / of) * 100))
    if (percent > shown) bar?.advance(percent - shown, `${moved} of ${of}`)
    shown = Math.max(shown, percent)
  })
  bar?.stop(`Sealed with ${kid}`)
  return done
}

async function keepers(world: World, { keysFile }: Config): Promise<string> {
  const { keys, now } = await needs(world)
  const free = keys.filter((key) => reasonToKeep(key, now) === undefined).map((key) => key.kid)
  const back = `Back up ${keysFile} now.`
  return free.length === 0 ? `${back} No key can be removed.` : `${back} Not needed any more: ${free.join(', ')}.`
}

export function listKeys(): Promise<number> {
  return atTerminal(async (world) => {
    const { keys, now } = await needs(world)
    for (const key of keys) say(line(key, now))
    return 0
  })
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

function line(key: Needed, now: number): string {
  const keep = reasonToKeep(key, now)
  const since = key.since === undefined ? 'not sealing yet' : `since ${day(key.since)}`
  const counts = `${key.sealed} sealed, ${key.sheets} sheets of recovery codes`
  const end = keep === undefined ? `can be removed${devices(key, now)}` : `stays: ${keep}`
  return `${key.kid}  ${since}  ${counts}  ${end}`
}

/** Whoever comes from such a device is met as a stranger again: they wait sooner after wrong passwords, and get in all the same. */
const devices = ({ until }: Needed, now: number): string =>
  until !== undefined && now < until + DEVICE_MS ? `; browsers it marked are known until ${day(until + DEVICE_MS)}` : ''

export function removeKey(kid: string): Promise<number> {
  return atTerminal(async (world, { keysFile }) => {
    const { keys, now } = await needs(world)
    const key = keys.find((k) => k.kid === kid)
    const keep = key ? reasonToKeep(key, now) : 'the key file has no such key'
    if (keep !== undefined) {
      say(`${kid} stays: ${keep}.`)
      return 1
    }
    // First the database, which refuses to start a server that lacks a key it names.
    await world.store.asOperator('forget a key', PLATFORM_ACCOUNT, (tx) => unnameKey(tx, kid))
    dropKey(keysFile, kid)
    await noted(world, 'key removed', { kid })
    say(`${kid} is removed from ${keysFile}. What is in older backups of the database needs it: keep the backup of the key file.`)
    return 0
  })
}

const noted = (world: World, act: string, data: Readonly<Record<string, unknown>>): Promise<unknown> =>
  world.store.inAccount(PLATFORM_ACCOUNT, async (tx) => {
    await tx.begun
    await record(world, tx, tx.now, { act, actor: 'terminal', data })
  })
