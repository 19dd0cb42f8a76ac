/** The sentence of a refusal code. A code that this build does not know gets the sentence of a fault. */
import i18next, { type TFunction } from 'i18next'

export function refusalText(t: TFunction, code: string): string {
  const known = i18next.exists(code, { ns: 'refusals' }) ? code : 'server/bug'
  return t(known as 'server/bug', { ns: 'refusals' })
}
