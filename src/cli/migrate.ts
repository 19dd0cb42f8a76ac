/** `sallyport migrate`: for a database server of one's own, as the role in DATABASE_OWNER_URL; embedded ones migrate at every start. */
import { openDatabase } from '#cli/database.ts'
import { say } from '#cli/terminal.ts'
import { ConfigError, readConfig } from '#config.ts'

export async function migrateNow(): Promise<number> {
  const config = readConfig()
  if (config.databaseUrl !== undefined && config.ownerUrl === undefined)
    throw new ConfigError('DATABASE_OWNER_URL is not set. Set it to a role that may make roles and schemas; only migrate uses it.')
  const database = await openDatabase(config, say)
  await database.stop()
  say('The database is at this version.')
  return 0
}
