/** Opens the house for one command: database, keys and world, without doors; closed again however the command ends. */

import type { World } from '#actions/world.ts'
import { openDatabase } from '#cli/database.ts'
import { type Config, readConfig } from '#config.ts'
import { openLog } from '#log.ts'
import { openHouse } from '#main.ts'

export const say = (line: string): void => void process.stdout.write(`${line}\n`)

export async function atTerminal<T>(work: (world: World, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig()
  const database = await openDatabase(config, say)
  try {
    const house = await openHouse(config, database.to, openLog('silent'), config.sms.length > 0, 1)
    try {
      return await work(house.world, config)
    } finally {
      await house.close()
    }
  } finally {
    await database.stop()
  }
}
