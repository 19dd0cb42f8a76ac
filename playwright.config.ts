/** How Playwright runs the journeys: in the Chromium of this machine, one demo server per worker (test/support/browser.ts), no retries. */
import { defineConfig } from '@playwright/test'
import { findChromium } from './test/support/chromium.ts'

const executablePath = await findChromium()
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE']

export default defineConfig({
  testDir: 'test/journeys',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
    // Without a film of it, which would cost more than the journey itself.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: executablePath ? { executablePath } : {},
  },
})
