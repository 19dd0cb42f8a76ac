/** The house of the demo on a database of the test run, without doors or processes: for what can be asked of it directly. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '#config.ts'
import { overhear } from '#demo/overhear.ts'
import { openTables, type Tables } from '#demo/tables.ts'
import { openLog } from '#log.ts'
import { type House, openHouse } from '#main.ts'
import { freshDatabase } from '../support/database.ts'

export type DemoHouse = { readonly house: House; readonly tables: Tables; readonly dataDir: string; close(): Promise<void> }

export async function openDemoHouse(): Promise<DemoHouse> {
  const place = await freshDatabase()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-demo-'))
  const config = readConfig({ PORT: '4999', SALLYPORT_DATA_DIR: dataDir }, true)
  const tables = openTables(place)
  const house = await openHouse(config, { ...place, user: 'sallyport_app' }, openLog('silent'), true)
  overhear(house.world, tables.remember)
  const close = async () => {
    await house.close()
    await tables.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { house, tables, dataDir, close }
}
