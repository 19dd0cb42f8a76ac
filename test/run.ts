/**
 * `npm test`: everything that must hold, stage by stage, with the time each took. Stops at the first stage that fails, unless `--all`.
 * The last line is `N passed, N failed` (and `, N skipped`); a stage that fails without a failing test counts as one failure.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { styleText } from 'node:util'
import { pagesAreBuilt } from './support/pages.ts'

type Counts = { passed: number; failed: number; skipped: number }
type Stage = {
  readonly title: string
  readonly command: readonly [program: string, ...args: string[]]
  readonly env?: Readonly<Record<string, string>>
  /** Why it need not run now, if so. */
  readonly spare?: () => string | undefined
  readonly counts?: () => Counts
}
type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`Sallyport needs Node 24 or newer; this is ${process.versions.node}. \`npm test\` brings its own: run that instead.`)
  process.exit(1)
}
const top = path.join(import.meta.dirname, '..')
const reports = mkdtempSync(path.join(tmpdir(), 'sallyport-reports-'))
const unit = path.join(reports, 'vitest.json')
const journeys = path.join(reports, 'playwright.json')
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T

const STAGES: readonly Stage[] = [
  { title: 'Set-up: what the tests need from the system', command: ['node', 'test/setup-system.ts'] },
  { title: 'Types: server and tests', command: ['tsc', '--noEmit', '-p', '.'] },
  { title: 'Types: pages', command: ['tsc', '--noEmit', '-p', 'web'] },
  { title: 'Lint and format', command: ['biome', 'ci', '.'] },
  {
    title: 'Pages: build',
    command: ['vite', 'build', '--config', 'web/vite.config.ts'],
    spare: () => (pagesAreBuilt(top) ? 'web/dist is newer than all it is made from' : undefined),
  },
  {
    title: 'Architecture, rules, model, conformance, API, races',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
    counts: () => {
      const r = read<VitestReport>(unit)
      return { passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests }
    },
  },
  {
    title: 'Journeys in a browser',
    command: ['playwright', 'test'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: journeys },
    counts: () => {
      const { stats } = read<PlaywrightReport>(journeys)
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
    },
  },
]

/** The programs of node_modules come first, so that every stage runs on the Node of the lockfile. */
const run = ({ command: [program, ...args], env }: Stage): Promise<number> =>
  new Promise((done) => {
    const PATH = [path.join(top, 'node_modules', '.bin'), process.env['PATH']].join(path.delimiter)
    const child = spawn(program, args, {
      cwd: top,
      stdio: 'inherit',
      env: { ...process.env, ...env, PATH },
      shell: process.platform === 'win32',
    })
    child.on('error', (error) => {
      console.error(error.message)
      done(1)
    })
    child.on('exit', (code) => done(code ?? 1))
  })

const onDespiteFailures = process.argv.includes('--all')
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []
for (const [i, stage] of STAGES.entries()) {
  console.log(`\n${styleText('bold', `[${i + 1}/${STAGES.length}] ${stage.title}`)}`)
  const why = stage.spare?.()
  if (why) {
    console.log(`  not needed: ${why}`)
    summary.push(`not needed       ${stage.title}`)
    continue
  }
  const began = performance.now()
  const counts = count(stage, (await run(stage)) !== 0)
  const failed = counts.failed > 0
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const tests = stage.counts ? `: ${line(counts)}` : ''
  summary.push(`${failed ? 'FAILED    ' : 'passed    '}${seconds.padStart(5)} s  ${stage.title}${tests}`)
  if (failed && !onDespiteFailures) {
    summary.push(...STAGES.slice(i + 1).map((s) => `not reached      ${s.title}`))
    break
  }
}
rmSync(reports, { recursive: true, force: true })

if (total.passed + total.failed === 0) console.error('\nNot one test was run.')
console.log(`\n${summary.join('\n')}\n`)
console.log(line(total))
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function count(stage: Stage, failed: boolean): Counts {
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  try {
    if (stage.counts) counts = stage.counts()
  } catch {
    failed = true // it ended without a report
  }
  return failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
