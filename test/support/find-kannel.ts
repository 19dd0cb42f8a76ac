/** Where Kannel's programs are: Debian keeps the boxes out of a user's path and the fake network out of everybody's. */
import { existsSync } from 'node:fs'
import path from 'node:path'

const PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/lib/kannel/test', ...(process.env['PATH'] ?? '').split(path.delimiter)]

export const findKannel = (program: 'bearerbox' | 'smsbox' | 'fakesmsc'): string | undefined =>
  PLACES.map((place) => path.join(place, program)).find((file) => existsSync(file))
