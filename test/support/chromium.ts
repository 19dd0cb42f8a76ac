/** Finds the Chromium that the journeys run in: Debian's, an installed Chrome, or the one Playwright downloaded. It installs nothing. */
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The full path of a program on PATH, or undefined. */
export function onPath(name: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((n) => path.join(folder, n)))
    .find(isProgram)
}

/** A Chromium on this machine, or undefined. Throws when CHROMIUM_PATH names something that cannot be run. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    if (isProgram(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, and that is not a program.`)
  }
  const found = NAMES.map(onPath).find(Boolean) ?? ELSEWHERE.find(isProgram)
  if (found) return found
  // Asked last, because loading Playwright takes longer than everything above.
  const own = (await import('@playwright/test')).chromium.executablePath()
  return existsSync(own) ? own : undefined
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
