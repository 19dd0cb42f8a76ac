/** Whether the built pages in web/dist are up to date. Building them is Vite's. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const MADE_FROM = ['web', 'src/texts', 'src/rules', 'package-lock.json']

/** True when every built page is newer than every file and folder it is made from (a folder changes when a file in it is removed). */
export function pagesAreBuilt(top: string): boolean {
  const dist = path.join(top, 'web', 'dist')
  const pages = below(dist).filter((file) => file.endsWith('.html'))
  const sources = MADE_FROM.flatMap((name) => below(path.join(top, name))).filter(
    (file) => !file.startsWith(dist) && file !== path.join(top, 'web'),
  )
  return pages.length > 0 && Math.min(...pages.map(changed)) > Math.max(...sources.map(changed))
}

const changed = (file: string): number => statSync(file).mtimeMs

function below(file: string): string[] {
  if (!existsSync(file)) return []
  if (!statSync(file).isDirectory()) return [file]
  return [file, ...readdirSync(file, { recursive: true, encoding: 'utf8' }).map((name) => path.join(file, name))]
}
