/**
 * `npm run bench`: what we claim about speed, measured. Starts everything itself on this machine and ends by itself.
 * `node bench/run.ts logins checks` runs single rows; `--profile <folder>` leaves CPU profiles of the server processes there.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBench } from './bench.ts'
import { busyChecks, checks } from './rows/checks.ts'
import { flood } from './rows/flood.ts'
import { freeLogins } from './rows/free-logins.ts'
import { logins } from './rows/logins.ts'
import type { Row } from './rows/row.ts'
import { starting } from './rows/start.ts'
import { type Line, table } from './table.ts'

const ROWS: Readonly<Record<string, Row>> = { logins, 'free-logins': freeLogins, checks, 'busy-checks': busyChecks, start: starting, flood }
const LONGEST_MS = 240_000
const PAGES = fileURLToPath(new URL('../web/dist/sign-in/index.html', import.meta.url))

const say = (line: string) => void process.stderr.write(`${line}\n`)

const { values, positionals } = parseArgs({ allowPositionals: true, options: { profile: { type: 'string' } } })
const unknown = positionals.filter((name) => !ROWS[name])
if (unknown.length > 0) {
  say(`There is no row ${unknown.join(', ')}. Rows are: ${Object.keys(ROWS).join(', ')}`)
  process.exit(2)
}

if (!existsSync(PAGES)) {
  say('building the pages')
  execFileSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], { stdio: 'inherit' })
}

const bench = await openBench(say, values.profile)
const stop = async (code: number) => {
  await bench.stop()
  process.exit(code)
}
setTimeout(() => {
  say('The bench takes longer than four minutes: stopped.')
  void stop(1)
}, LONGEST_MS).unref()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(1))

const lines: Line[] = []
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(ROWS)) {
    say(name)
    lines.push(...((await ROWS[name]?.(bench, say)) ?? []))
  }
} finally {
  await bench.stop()
}

const cpu = os.cpus()[0]?.model.trim() ?? 'processor unknown'
process.stdout.write(
  `\n${table(lines)}\n\nPostgreSQL, server and load generator shared this machine: ${os.availableParallelism()} cores (${cpu}), ` +
    `${Math.round(os.totalmem() / 2 ** 30)} GB, Node ${process.versions.node}. Compare ratios; the figures themselves move with the machine.\n`,
)
