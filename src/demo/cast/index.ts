/** Everybody the demo begins with: two customer accounts, and one operator, so that no set-up link is open. */
import type { Role, Troupe } from './cast.ts'
import { nordlicht } from './nordlicht.ts'
import { postaChiara } from './posta-chiara.ts'

export type { Fate, Role, Troupe } from './cast.ts'

export const TROUPES: readonly Troupe[] = [nordlicht, postaChiara]

export const OPERATOR: Role = {
  username: 'ops',
  name: 'Robin Ashdown',
  email: 'robin.ashdown@sallyport.example',
  password: 'drawbridge-down-at-dawn',
  app: true,
}
