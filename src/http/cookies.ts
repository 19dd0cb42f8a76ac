/** The three cookies: a login in progress, a session, a known device. All are `__Host-`, Secure, HttpOnly and Lax. */
import type { Tokens } from '#actions/action.ts'

export const LOGIN = '__Host-login'
export const SESSION = '__Host-sid'
export const DEVICE = '__Host-device'

const DEVICE_SECONDS = 180 * 86_400
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax'

/** The value of one cookie; undefined when it is not there, or there twice, since then somebody tossed one in. */
export function cookie(header: string | null | undefined, name: string): string | undefined {
  if (!header) return undefined
  const found = header.split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return part.slice(0, at).trim() === name ? [part.slice(at + 1).trim()] : []
  })
  return found.length === 1 ? found[0] : undefined
}

const set = (name: string, value: string | null, more = ''): string =>
  value === null ? `${name}=; ${ATTRIBUTES}; Max-Age=0` : `${name}=${value}; ${ATTRIBUTES}${more}`

/** Set-Cookie lines for the tokens of an outcome. */
export function setCookies(tokens: Tokens): string[] {
  return [
    ...(tokens.login === undefined ? [] : [set(LOGIN, tokens.login)]),
    ...(tokens.session === undefined ? [] : [set(SESSION, tokens.session)]),
    ...(tokens.device === undefined ? [] : [set(DEVICE, tokens.device, `; Max-Age=${DEVICE_SECONDS}`)]),
  ]
}
