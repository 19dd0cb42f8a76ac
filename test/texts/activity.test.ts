/** "Lately": every act that the server records about a user has a sentence, or stands here among those that say nothing to a person. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { factorTypes } from '#factors/index.ts'
import { keyOf, toldOf, wasStopped } from '#texts/acts.ts'
import { LANGUAGES } from '#texts/index.ts'

const ALL = factorTypes.map(({ name }) => name)
const CONTACTS = factorTypes.filter(({ contact }) => contact !== undefined).map(({ name }) => name)
const ENROLLED = ALL.filter((name) => name !== 'password' && name !== 'recovery-code')

/** Why each of them is left out. */
const SILENT: Readonly<Record<string, string>> = {
  'signed out': 'one’s own click',
  'recovery codes made': 'they count only once they are kept, and that has a sentence',
  'login enrolment put off': 'the session that follows has a sentence',
  'login refused: expired': 'nobody came back to it',
  'login refused: cancelled': 'given up by whoever began it',
  'login refused: superseded': 'given up by whoever began it',
  ...Object.fromEntries(ALL.map((name) => [`login proved ${name}`, 'the session that follows has a sentence'])),
  ...Object.fromEntries(ALL.map((name) => [`factor does not open ${name}`, 'for whoever runs the server'])),
}

/** The types that an act can be about, where not every one can. */
const TYPES: readonly (readonly [act: RegExp, types: readonly string[]])[] = [
  [/^contact removed/, factorTypes.filter(({ typed }) => typed).map(({ name }) => name)],
  [/^contact/, CONTACTS],
  [/^clock off/, factorTypes.filter(({ explain }) => explain !== undefined).map(({ name }) => name)],
  [/^factor (renamed|retired)/, ENROLLED.filter((name) => !CONTACTS.includes(name))],
  [/^(factor added|login enrolled)/, ENROLLED],
  [/^factor removed/, ALL.filter((name) => name !== 'password')],
]

/** These hand on what somebody else has named. */
const CARRIERS = /audit\/record\.ts$|login\/frame\/effects\.ts$|me\/own\.ts$/

const LITERAL = "'[^'\\n]*'|`[^`]*`"
const NAMED = `(?:\\w+ \\? )?(${LITERAL})(?: : (${LITERAL}))?`
const REASONS = [...(/type Reason = (.*)/.exec(readFileSync('src/rules/login/login.ts', 'utf8'))?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map(
  ([, reason = '']) => reason,
)

/** The call that begins here, up to the bracket that closes it. */
function callAt(source: string, start: number): string {
  let depth = 0
  for (let i = source.indexOf('(', start); i < source.length; i += 1) {
    depth += { '(': 1, ')': -1 }[source.charAt(i)] ?? 0
    if (depth === 0) return source.slice(start, i + 1)
  }
  throw new Error('a call without an end')
}

/** The literals in an expression that names an act, as they are written. */
function literals(pattern: string, text: string): readonly string[] {
  const found = new RegExp(`${pattern}${NAMED}`).exec(text)
  return found ? [found[1], found[2]].filter((one) => one !== undefined).map((one) => one.slice(1, -1)) : []
}

/** What stands for a place in a name: the words it chooses from, the reasons, or the types. */
function filled(name: string): readonly string[] {
  const place = /\$\{(.*?)\}/.exec(name)
  if (!place) return [name]
  const [whole, inside = ''] = place
  const words = [...inside.matchAll(/'(\w+)'/g)].map(([, word = '']) => word)
  const types = /\btype(\.name)?$/.test(inside) ? (TYPES.find(([act]) => act.test(name))?.[1] ?? ALL) : []
  const values = words.length > 0 ? words : inside === 'why' ? REASONS : types
  expect(values, `what ${whole} in “${name}” can be`).not.toEqual([])
  return values.flatMap((value) => filled(name.replace(whole, value)))
}

function recorded(): readonly string[] {
  const names: string[] = []
  for (const file of globSync('src/{actions,jobs,rules}/**/*.ts').filter((path) => !CARRIERS.test(path))) {
    const source = readFileSync(file, 'utf8')
    for (const { 0: what, index } of source.matchAll(/\brecord(Own)?\(|do: 'record', what:/g)) {
      const decided = what.startsWith('do')
      const call = decided ? source.slice(index, source.indexOf('}', source.indexOf('what:', index)) + 40) : callAt(source, index)
      if (!decided && what === 'record(' && !call.includes('subject')) continue
      const found = decided
        ? literals("^do: 'record', what: ", call)
        : literals(what === 'record(' ? '\\bact: ' : "^recordOwn\\([^'`]*", call)
      expect(found, `the name of the act in ${file}: ${call}`).not.toEqual([])
      names.push(...found.flatMap((name) => filled(decided ? `login ${name}` : name)))
    }
  }
  return [...new Set(names)].sort()
}

const names = recorded()

test('the acts are found where they are recorded', () => {
  for (const name of ['session opened', 'login failed totp', 'login refused: too-many-tries', 'contact withdrawn sms', 'way changed'])
    expect(names).toContain(name)
  expect(REASONS.length).toBeGreaterThan(3)
})

describe.each(LANGUAGES)('in %s', (language) => {
  const { lately } = JSON.parse(readFileSync(`src/texts/${language}/console.json`, 'utf8')) as { lately: { act: Record<string, string> } }

  test('every act about a user has a sentence or is left out on purpose, never both', () => {
    const unclear = names.filter((name) => keyOf(name) in lately.act === name in SILENT)
    expect(unclear).toEqual([])
  })

  test('no sentence and no silence is for an act that nobody records', () => {
    expect(Object.keys(lately.act).filter((key) => !names.some((name) => keyOf(name) === key))).toEqual([])
    expect(Object.keys(SILENT).filter((name) => !names.includes(name))).toEqual([])
  })
})

test('what was stopped stands out, and nothing else', () => {
  const stopped = new Set(names.filter((name) => wasStopped(name)).map((name) => name.replace(/^(\w+ \w+).*/, '$1')))
  expect([...stopped]).toEqual(['contact reverted', 'factor blocked', 'login failed', 'login refused'])
})

test('the same from the same place is one line; what has no sentence is left out', () => {
  const [here, there] = [{ address: '192.0.2.1' }, { address: '192.0.2.2' }]
  const acts = [
    { at: '4', act: 'login failed totp', ...here },
    { at: '3', act: 'nobody knows', ...here },
    { at: '2', act: 'login failed totp', ...here },
    { at: '1', act: 'login failed totp', ...there },
  ]
  const told = toldOf(acts, (key) => key === 'failed-totp')
  expect(told.map(({ at, times, address }) => [at, times, address])).toEqual([
    ['4', 2, '192.0.2.1'],
    ['1', 1, '192.0.2.2'],
  ])
})
