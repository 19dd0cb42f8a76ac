/** Tokens for browsers: 256 random bits, kept as SHA-256. Known-device marks: keyed, bound to user and epoch, never a factor. */
import { createHash } from 'node:crypto'
import type { World } from '#actions/world.ts'

export type Token = { readonly text: string; readonly digest: Buffer }

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

export function newToken(world: World): Token {
  const text = Buffer.from(world.random(32)).toString('base64url')
  return { text, digest: digestOf(text) }
}

const MOST = 5
const claim = (user: { readonly id: string; readonly epoch: number }, device: string): string => `device ${user.id} ${user.epoch} ${device}`

/** The id of this device if the user has signed in from it since the last password change, reset or sign-out everywhere. */
export function knownDevice(
  world: World,
  token: string | undefined,
  user: { readonly id: string; readonly epoch: number },
): string | undefined {
  for (const entry of (token ?? '').split('~').slice(0, MOST)) {
    const [device = '', ...mac] = entry.split('.')
    if (device && world.seal.macIs(claim(user, device), mac.join('.'))) return device
  }
  return undefined
}

/** The cookie's new value: this user's mark in front, those of other people at the same browser behind it. */
export function rememberDevice(world: World, token: string | undefined, user: { readonly id: string; readonly epoch: number }): string {
  const device = knownDevice(world, token, user) ?? Buffer.from(world.random(9)).toString('base64url')
  const mark = `${device}.${world.seal.mac(claim(user, device))}`
  return [mark, ...(token ?? '').split('~').filter((e) => e && e !== mark)].slice(0, MOST).join('~')
}
