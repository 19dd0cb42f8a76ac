/** What would happen if the phone were lost today, from what is on record. Only facts; the words are Lost.tsx. */
import type { Contact, Me, OwnFactor } from '#rules/me.ts'

/** How the person would get back in, the easiest way first. */
export type Verdict = 'onlyPassword' | 'byMail' | 'byOtherApp' | 'byCodes' | 'byHelp'
/** What is there besides the phone. */
export type Other = { readonly is: 'app' | 'mail'; readonly factor: OwnFactor } | { readonly is: 'none' | 'no-second' }

export type Readiness = {
  readonly verdict: Verdict
  readonly codes: { readonly left: number; readonly madeAt?: string }
  readonly other: Other
  readonly mail: Contact | undefined
  /** The one thing worth doing, if there is one. */
  readonly todo: 'codes' | 'app' | undefined
}

/** As few as these are soon none. */
const FEW = 2

export function readiness({ contacts, ways }: Me, factors: readonly OwnFactor[]): Readiness {
  const sheet = factors.find(({ type }) => type === 'recovery-code')
  const left = sheet?.left ?? 0
  const seconds = factors.filter(({ type }) => type !== 'recovery-code' && type !== 'password')
  const mailed = seconds.find(({ type }) => type === 'email')
  // An app that is about to go is no second one.
  const apps = seconds.filter(({ type, retires }) => type === 'totp' && !retires).toSorted(lastUsedFirst)
  const other = otherThan(seconds.length, mailed, apps[1])
  const mayAddApp = ways.some(({ type, allowed }) => type === 'totp' && allowed)
  return {
    verdict: verdictOf(other, left),
    codes: { left, ...(sheet ? { madeAt: sheet.boundAt } : {}) },
    other,
    mail: contacts.find(({ kind }) => kind === 'mail'),
    todo: seconds.length === 0 ? (mayAddApp ? 'app' : undefined) : left <= FEW ? 'codes' : undefined,
  }
}

function otherThan(seconds: number, mailed: OwnFactor | undefined, secondApp: OwnFactor | undefined): Other {
  if (seconds === 0) return { is: 'no-second' }
  // The app used last is the one on the phone; the number is the phone.
  if (secondApp) return { is: 'app', factor: secondApp }
  return mailed ? { is: 'mail', factor: mailed } : { is: 'none' }
}

function verdictOf(other: Other, codes: number): Verdict {
  if (other.is === 'no-second') return 'onlyPassword'
  if (other.is === 'mail') return 'byMail'
  if (other.is === 'app') return 'byOtherApp'
  return codes > 0 ? 'byCodes' : 'byHelp'
}

const lastUsedFirst = (a: OwnFactor, b: OwnFactor) => (b.lastUsedAt ?? b.boundAt).localeCompare(a.lastUsedAt ?? a.boundAt)
