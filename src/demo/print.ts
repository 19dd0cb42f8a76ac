/** Tells at the terminal who can sign in how. Plain text; where it goes is the command line's. */
import type { Person, State } from './people.ts'

const NAMES: Readonly<Record<string, string>> = { totp: 'authenticator app', email: 'code by e-mail', sms: 'code by SMS' }
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

function how({ state, factors, mayEnrol }: Person): string {
  if (state === 'disabled') return 'cannot sign in'
  if (state === 'locked') return 'not from a new device: too many wrong passwords'
  if (state === 'invited') return 'follows the link in the invitation'
  const types = mayEnrol.map((type) => NAMES[type] ?? type)
  if (state === 'to-enrol') return types.length === 1 ? `sets up an ${types[0]}` : `sets up one of: ${types.join(', ')}`
  const second = factors.flatMap(({ type }) => NAMES[type] ?? []).join(' or ')
  return second || 'password alone'
}
