/** Opaque ids with a prefix that says what they name. They begin with the time, so that new rows lie together in an index. */
import { randomBytes } from 'node:crypto'

export type Prefix = 'acc' | 'usr' | 'rol' | 'fac' | 'lgn' | 'ses' | 'msg' | 'lnk'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** 45 bits of time and 80 bits of chance. `now` in milliseconds. */
export function newId(prefix: Prefix, now: number): string {
  const time = Array.from({ length: 9 }, (_, i) => ALPHABET[Math.floor(now / 32 ** (8 - i)) % 32]).join('')
  const chance = Array.from(randomBytes(16), (b) => ALPHABET[b & 31]).join('')
  return `${prefix}_${time}${chance}`
}
