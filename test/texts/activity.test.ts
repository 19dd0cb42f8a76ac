/** "Lately": every act that the server records about a user has a sentence, or stands here among those that say nothing to a person. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { factorTypes } from '#factors/index.ts'
import type { OwnAct } from '#rules/me.ts'
import { LANGUAGES } from '#texts/index.ts'
import { keyOf, toldOf, wasStopped } from '../../web/console/security/acts.ts'

/** Why each of them is left out. */
const SILENT: Readonly<Record<string, string>> = {
  'signed out': 'one’s own click',
  'recovery codes made': 'they count only once they are kept, which has a sentence',
  'login enrolment put off': 'the session that follows has a sentence',
  'login refused: expired': 'nobody came back to it',
  'login refused: cancelled': 'given up by whoever began it',
  'login refused: superseded': 'given up by whoever began it',
  ...Object.fromEntries(factorTypes.map(({ name }) => [`login proved ${name}`, 'the session that follows has a sentence'])),
  ...Object.fromEntries(factorTypes.map(({ name }) => [`factor does not open ${name}`, 'for whoever runs the server'])),
}
/** Recorded about nobody. */
const NO_USER = ['account created', 'address held up', 'SMS withheld', 'SMS granted']

/** What is written where an act is recorded, as one pattern each. */
const WRITTEN = [
  /\brecordOwn\(\s*\w+,\s*\w+,\s*\w+,\s*(?<name>[^\n]*?)(?:, [{\w][^\n]*)?\)$/gm,
  /\bact(?::| =) (?<name>(?!act\b|string|\(\)|r\.act|act\.act|unknown)[^\n]*?)(?:, \w+: .*| \}\).*|, \w+(?:, .*)?|,)?$/gm,
  /\bdo: 'record', what: (?<name>[^\n]*?) \}/g,
]
