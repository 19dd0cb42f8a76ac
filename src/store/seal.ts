/**
 * Sealing what must not be read from the database alone: AES-256-GCM bound to account, user and column, and keyed digests.
 * The keys live in a file outside the database (keys.ts); every sealed text names its key, so keys can be changed while serving.
 */
import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Key ids to 32-byte keys, and the one that seals from now on. */
export type Keys = { readonly current: string; readonly keys: ReadonlyMap<string, Buffer> }

/** Where a sealed text belongs: it opens nowhere else. */
export type Place = { readonly account: string; readonly user: string; readonly column: string }

export class UnknownKey extends Error {
  readonly kid: string
  constructor(kid: string) {
    super(`the database names the key ${kid}, which the key file lacks`)
    this.kid = kid
  }
}

export type Seal = ReturnType<typeof openSeal>

/** `keysNow` is asked again when an unknown key id turns up: a rotated file is then read anew. */
export function openSeal(keysNow: (reload: boolean) => Keys) {
  const derived = new Map<string, KeyObject>()
  const derive = (kid: string, purpose: string): KeyObject => {
    const name = `${kid} ${purpose}`
    const known = derived.get(name)
    if (known) return known
    const master = keysNow(false).keys.get(kid) ?? keysNow(true).keys.get(kid)
    if (!master) throw new UnknownKey(kid)
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, 'sallyport', purpose, 32)))
    derived.set(name, key)
    return key
  }
  const mac = (text: string, kid = keysNow(false).current): string =>
    `${kid}:${createHmac('sha256', derive(kid, 'mac')).update(text).digest('base64url')}`
  return {
    /** Seals a text for one place. */
    seal: (text: string, place: Place): string => {
      const kid = keysNow(false).current
      return `${kid}.${encrypt(derive(kid, 'seal'), text, aad(place))}`
    },
    /** Opens it; throws when the place is another, the text was changed or the key is unknown. */
    open: (sealed: string, place: Place): string => {
      const dot = sealed.indexOf('.')
      return decrypt(derive(sealed.slice(0, dot), 'seal'), sealed.slice(dot + 1), aad(place))
    },
    kidOf: (sealed: string): string => sealed.slice(0, sealed.indexOf('.')),
    current: (): string => keysNow(false).current,
    /** Of every key in the file, the oldest first. */
    kids: (): readonly string[] => [...keysNow(false).keys.keys()],
    /** Reads the key file again: after a rotation, by whoever did it and once a second by every server. */
    reload: (): void => void keysNow(true),
    /** Throws UnknownKey when the key file lacks it. */
    require: (kid: string): void => void derive(kid, 'seal'),
    mac: (text: string): string => mac(text),
    /** By the first key, which never leaves the file: for what is looked up by its digest and must be found after a rotation. */
    lasting: (text: string): string => mac(text, [...keysNow(false).keys.keys()][0]),
    /** Whether `digest` was made of `text`, by whichever key made it. */
    macIs: (text: string, digest: string): boolean => {
      const kid = digest.slice(0, digest.indexOf(':'))
      // Another process may have read a rotated file already.
      if (!keysNow(false).keys.has(kid) && !keysNow(true).keys.has(kid)) return false
      const a = Buffer.from(mac(text, kid))
      const b = Buffer.from(digest)
      return a.length === b.length && timingSafeEqual(a, b)
    },
  }
}

const aad = (place: Place): Buffer => Buffer.from(JSON.stringify([place.account, place.user, place.column]))

/** AES-256-GCM with a random 96-bit nonce: nonce, text and tag as one base64url string. */
export function encrypt(key: CipherKey, text: string, bound: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(bound)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Throws when the key, the bound data or the text is not the one that was sealed. */
export function decrypt(key: CipherKey, sealed: string, bound: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(bound)
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}
