/** Tells at the terminal who can sign in how. Plain text; where it goes is the command line's. */
import { spoken } from '#factors/sms/number.ts'
import type { Person, State } from './people.ts'

const NAMES: Readonly<Record<string, string>> = { totp: 'authenticator app', email: 'code by e-mail', sms: 'code by SMS' }
const CHOICES: Readonly<Record<string, string>> = { totp: 'authenticator app', email: 'e-mail', sms: 'SMS' }
const STATES: Readonly<Record<State, string>> = {
  ready: 'ready',
  'to-enrol': 'to enrol',
  'must-change-password': 'new password due',
  locked: 'locked',
  disabled: 'disabled',
  invited: 'invited',
}
const HEAD = ['username', 'password', 'how', 'state']

/** A table for each account. The first person of each comes first. */
export function table(people: readonly Person[]): string {
  const rows = people.map((p) => [p.username, p.password, how(p), STATES[p.state]])
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((r) => [...(r[i] ?? '')].length)))
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - [...cell].length)).join('   ')}`.trimEnd()
  const accounts = [...Map.groupBy(people, (p) => p.accountName)]
  return accounts.map(([name, some]) => [name, line(HEAD), ...some.map((p) => line(rows[people.indexOf(p)] ?? []))].join('\n')).join('\n\n')
}

function how({ state, factors, mobile, mayEnrol }: Person): string {
  if (state === 'disabled') return 'cannot sign in'
  if (state === 'locked') return 'not from a new device: too many wrong passwords'
  if (state === 'invited') return 'follows the link in the invitation'
  if (state === 'to-enrol') return toEnrol(mayEnrol, mobile)
  const types = factors.map((f) => f.type)
  const second = [...new Set(types)].flatMap((type) => NAMES[type] ?? []).join(' or ')
  if (second === '') return 'password alone'
  const apps = types.filter((type) => type === 'totp').length
  const onTwo = apps > 1 ? ` on ${apps} devices` : ''
  const number = types.includes('sms') && mobile ? ` to ${spoken(mobile)}` : ''
  // An app or a number comes with a sheet; beside a mailbox it is worth a word.
  const sheet = types.includes('recovery-code') && types[0] === 'email' ? '; has recovery codes' : ''
  return `${second}${onTwo}${number}${sheet}`
}

function toEnrol(types: readonly string[], mobile: string | undefined): string {
  const [only] = types
  if (types.length === 1 && only)
    return `sets up ${only === 'totp' ? 'an authenticator app' : `${NAMES[only] ?? only}`.replace('code', 'codes')}`
  const choices = types.map((type) => `${CHOICES[type] ?? type}${type === 'sms' && mobile ? ` to ${spoken(mobile)}` : ''}`)
  return `sets up one of: ${choices.join(', ')}`
}
