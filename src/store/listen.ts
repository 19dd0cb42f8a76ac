/** One connection that listens to the database and comes back by itself; while it is down, nobody may rely on having heard everything. */
import pg from 'pg'
import { type Connection, clientConfig } from '#store/pool.ts'

export type Listener = { readonly hears: () => boolean; close(): Promise<void> }

/** `onNotice` is called for every notification on `channel`, and once after each return. */
export function listen(to: Connection, channel: string, onNotice: () => void): Listener {
  let client: pg.Client | undefined
  let hearing = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const again = () => {
    hearing = false
    client = undefined
    if (!closed) timer = setTimeout(connect, 250)
  }
  const connect = async () => {
    const mine = new pg.Client({ ...clientConfig(to), application_name: 'sallyport listen' })
    client = mine
    let ended = false
    const end = () => {
      if (ended) return
      ended = true
      mine.end().catch(() => undefined)
      again()
    }
    mine.on('error', end)
    mine.on('end', end)
    mine.on('notification', onNotice)
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      onNotice()
      hearing = true
    } catch {
      end()
    }
  }
  void connect()
  return {
    hears: () => hearing,
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
