/** Who may do what: the permissions there are, what a role of each kind carries, and the one question. */

export const PERMISSIONS = [
  'users.read',
  'users.edit',
  'users.reset-two-factor',
  'roles.edit',
  'account.security',
  'account.passwords',
  'audit.read',
  'operator.accounts',
  'operator.audit',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const forOperators = (p: Permission): boolean => p.startsWith('operator.')

/** The role of an account's first user: everything inside the account. */
export const ADMINISTRATOR: readonly Permission[] = PERMISSIONS.filter((p) => !forOperators(p))
/** The role of operators in the reserved account `platform`. */
export const OPERATOR: readonly Permission[] = PERMISSIONS

export type Actor =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'user'; readonly id: string; readonly permissions: readonly string[] }
  | { readonly kind: 'terminal' }

/** `terminal`: whoever can run the command line on the server already holds its keys. */
export const may = (actor: Actor, permission: Permission): boolean =>
  actor.kind === 'terminal' || (actor.kind === 'user' && actor.permissions.includes(permission))
