/** Asking for a new password, as somebody at no particular address, and the links of the mail that comes of it. */
import { expect } from 'vitest'
import { requestReset } from '#actions/password-reset/request.ts'
import { perform } from '#actions/perform.ts'
import type { World } from '#actions/world.ts'
import type { Answer, Client } from './client.ts'

export type Place = {
  readonly world: World
  mailTo(address: string, after?: number): Promise<string | { readonly text: string }>
  readonly mails: readonly unknown[]
}

/** `from`: the network address it comes from; none is counted where there is none. */
export const ask = (world: World, address: string, from = '') =>
  perform(requestReset, { world, client: { agent: 'test', address: from }, terminal: false }, { address })

/** Every link in the mail, by the username it is for. */
export function linksIn(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^Username: (.+)\nAccount: .+\n\S+\/password#([\w-]{43})$/gm)
  return Object.fromEntries([...found].map(([, username = '', token = '']) => [username, token]))
}

/** The token of the link that was mailed to this person. */
export async function linkFor(place: Place, { username, email }: { username: string; email: string }, typed = email): Promise<string> {
  const before = place.mails.length
  expect(await ask(place.world, typed)).toEqual({ body: null })
  const mail = await place.mailTo(email, before)
  const token = linksIn(typeof mail === 'string' ? mail : mail.text)[username]
  if (!token) throw new Error(`no link for ${username}`)
  return token
}

export const NEW_PASSWORD = 'neun-nasse-nelken-9'

/** Sets the new password where the login asks for it. */
export const choose = (c: Client, password = NEW_PASSWORD): Promise<Answer> => c.post('/logins/current/password', { password })
