/**
 * The one set-up step (`npm run setup`, called by `npm test`): what the tests need from the system, which npm cannot bring.
 * On Debian and Ubuntu it installs what is missing where it may; elsewhere it says what to install and ends with 1.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, onPath } from './support/chromium.ts'
import { findKannel } from './support/find-kannel.ts'

const NEEDS = [
  { what: 'Chromium', why: 'the journeys run in it', debian: 'chromium', find: findChromium },
  { what: 'oathtool', why: 'an independent program that computes passcodes', debian: 'oathtool', find: async () => onPath('oathtool') },
  { what: 'zbarimg', why: 'an independent reader of QR codes', debian: 'zbar-tools', find: async () => onPath('zbarimg') },
  { what: 'Kannel', why: 'a real SMS gateway', debian: 'kannel', find: async () => findKannel('bearerbox') && findKannel('smsbox') },
  { what: 'fakesmsc', why: 'Kannel’s fake network and handset', debian: 'kannel-extras', find: async () => findKannel('fakesmsc') },
]

const missing = async () => {
  const found = await Promise.all(NEEDS.map(async (need) => ({ need, at: await need.find() })))
  return found.filter(({ at }) => !at).map(({ need }) => need)
}

/** `[]` as root, `['sudo', '-n']` where sudo asks for no password, undefined where nothing may be installed. */
function asRoot(): string[] | undefined {
  if (process.getuid?.() === 0) return []
  return onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}

/** Runs apt-get quietly; its own output is shown only when it fails. */
function apt(root: string[], title: string, args: string[]): void {
  console.log(`  ${title} …`)
  const [program = '', ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
  const ran = spawnSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (ran.status !== 0) stop(`apt-get ${args.join(' ')} failed:\n${ran.stdout}${ran.stderr}`)
}

function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const absent = await missing().catch((error: Error) => stop(error.message))
if (absent.length > 0) {
  for (const need of absent) console.log(`  ${need.what} is not here (${need.why}).`)
  const packages = absent.map((need) => need.debian)
  const root = asRoot()
  const byHand = `On Debian and Ubuntu: sudo apt-get install -y ${packages.join(' ')}
On macOS: brew install oath-toolkit zbar, Google Chrome, and Kannel built from its source with its test programs
Elsewhere: install ${absent.map((need) => need.what).join(', ')}; \`npx playwright install chromium\` brings a Chromium, CHROMIUM_PATH names one.
Then run this again.`
  if (!existsSync('/etc/debian_version') || !onPath('apt-get'))
    stop(`This machine is not Debian or Ubuntu, so nothing was installed.\n${byHand}`)
  if (!root) stop(`Installing needs root, or sudo without a password, so nothing was installed.\n${byHand}`)
  apt(root, 'Reading the package lists', ['update', '-q'])
  apt(root, `Installing ${packages.join(', ')} (Chromium takes a minute)`, ['install', '-y', '-q', '--no-install-recommends', ...packages])
  const still = await missing()
  if (still.length > 0) stop(`${still.map((need) => need.what).join(', ')} cannot be found after installing.\n${byHand}`)
}
console.log(`  ${NEEDS.map((need) => need.what).join(', ')}: here.`)
