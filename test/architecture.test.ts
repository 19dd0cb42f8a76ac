/** Holds the table of rooms and doors of ARCHITECTURE.md and the manners every file keeps. How files are read and judged: support/house.ts. */
import { expect, test } from 'vitest'
import { complaints, type Doors, house } from './support/house.ts'

const DOORS: Doors = {
  rules: [],
  factors: ['rules', 'node:crypto', 'otpauth', 'uqr', 'libphonenumber-js'],
  store: ['type rules', 'npm', 'node:'],
  actions: ['rules', 'factors/index.ts', 'factors/factor.ts', 'store', 'npm', 'node:'],
  delivery: ['type rules', 'texts', 'npm', 'node:'],
  jobs: ['actions', 'delivery', 'store', 'rules', 'npm', 'node:'],
  hashing: ['npm', 'node:'],
  texts: ['npm', 'node:'],
  http: ['actions', 'rules', 'texts', 'npm', 'node:'],
  embedded: ['npm', 'node:'],
  cli: ['actions', 'main.ts', 'config.ts', 'embedded', 'demo', 'store', 'rules', 'texts', 'hashing', 'delivery', 'log.ts', 'npm', 'node:'],
  demo: ['*'],
  'config.ts': ['rules', 'node:'],
  'log.ts': ['npm'],
  'blocklist.ts': ['npm'],
  'main.ts': ['*'],
  web: ['type rules', 'type actions', 'texts', 'npm'],
}
const files = house()

test('every file keeps to its room', () => expect(files.flatMap((f) => complaints(f, DOORS))).toEqual([]))

test('every room of src has its row', () => {
  const rooms = new Set(files.filter((f) => f.file.startsWith('src/')).map((f) => f.file.split('/')[1] ?? ''))
  expect([...rooms].filter((room) => !DOORS[room])).toEqual([])
})

test.each([
  ['src/rules/a.ts', "import fs from 'node:fs'"],
  ['src/rules/a.ts', 'const now = Date.now()'],
  ['src/rules/a.ts', "import { x } from '../store/x.ts'"],
  ['src/http/a.ts', "import { users } from '#store/users.ts'"],
  ['src/factors/totp/a.ts', "import { hint } from '#factors/email/factor.ts'"],
  ['src/factors/totp/a.ts', "export { hint } from '../email/factor.ts'"],
  ['src/store/a.ts', "import { atLeast } from '#rules/proof.ts'"],
  ['src/main.ts', "await import('#demo/seed.ts')"],
  ['src/demo/a.ts', "import { run } from '#cli/main.ts'"],
  ['src/cli/main.ts', 'const port = process.env.PORT'],
  ['web/sign-in/a.tsx', "import { answer } from '#actions/login/answer.ts'"],
  ['test/a.test.ts', "import { inAccount } from '../src/store/database.ts'"],
])('a fault in %s is noticed: %s', (file, text) => {
  expect(complaints({ file, text: `/** A fault. */\n${text}` }, DOORS)).toHaveLength(1)
  expect(complaints({ file, text: '/** No fault. */' }, DOORS)).toEqual([])
})

test('files stay small', () => {
  const lengths = files.filter((f) => /\.tsx?$/.test(f.file)).map((f) => f.text.split('\n').length - 1)
  lengths.sort((a, b) => a - b)
  const at = (part: number) => lengths[Math.floor(part * (lengths.length - 1))] ?? 0
  console.log(
    `${lengths.length} files: median ${at(0.5)} lines (goal under 80), 90 % have at most ${at(0.9)} (goal under 220), longest ${at(1)}`,
  )
  expect(at(1)).toBeLessThanOrEqual(400)
})
