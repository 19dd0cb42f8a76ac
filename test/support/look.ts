/** Looks at a page as it stands: light and dark, phone and desktop, with the accessibility scanner; nothing may scroll sideways. Pictures go to SALLYPORT_SCREENSHOTS when that is set. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 860 },
]
/** The narrowest that must not scroll sideways (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 640 }
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const DRAWN = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))'

async function expectNoSideways(page: Page, where: string): Promise<void> {
  // Measured once it has been drawn at this size: in the frame of the change, old and new widths can stand beside each other.
  const sideways = await page.evaluate<number>(
    `${DRAWN}.then(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)`,
  )
  expect.soft(sideways, `${where}: pixels to scroll sideways`).toBe(0)
}

/** The page has taken the scheme up, and no colour is on its way to it any more: a scan would measure one in between. */
const settled = (scheme: string): string =>
  `document.documentElement.dataset.mantineColorScheme === '${scheme}' && document.getAnimations().every((a) => a.playState !== 'running')`

/** `name` says language and step; findings are collected softly, so that one run shows them all. */
export async function look(page: Page, name: string): Promise<void> {
  await page.setViewportSize(NARROWEST)
  await expectNoSideways(page, `${name}, ${NARROWEST.width} px`)
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of SIZES) {
      const where = `${name}, ${colorScheme}, ${size.width} px`
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await expect.poll(() => page.evaluate<boolean>(settled(colorScheme)), `${where}: the scheme is applied`).toBe(true)
      await expectNoSideways(page, where)
      const folder = process.env['SALLYPORT_SCREENSHOTS']
      if (folder) {
        mkdirSync(folder, { recursive: true })
        await page.screenshot({
          path: path.join(folder, `${name}-${colorScheme}-${size.width}.png`),
          fullPage: true,
          animations: 'disabled',
        })
      }
      const scan = new AxeBuilder({ page }).options({
        rules: { 'target-size': { enabled: true } },
        runOnly: RULES,
        resultTypes: ['violations'],
      })
      // No page of ours has frames: all is found in this document, and no second one need be opened for each scan.
      const { violations } = await scan.setLegacyMode().analyze()
      const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} — ${n.failureSummary ?? v.help}`))
      expect.soft(found, `${where}: accessibility`).toEqual([])
    }
  }
}
