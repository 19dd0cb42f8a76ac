/** The built pages of web/dist: read once, served with a fresh nonce; and their files, whose names change with their content. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Hono } from 'hono'
import { assetHeaders, pageHeaders } from '#http/headers.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
}
const NONCE = '__NONCE__'

export class PagesMissing extends Error {}

/** `entries`: paths to the page that answers them. Throws PagesMissing when the pages were not built. */
export function pageRoutes(dist: string, entries: Readonly<Record<string, string>>): Hono {
  const app = new Hono()
  for (const [at, file] of Object.entries(entries)) {
    const html = read(dist, file)
    app.get(at, () => {
      const nonce = randomBytes(16).toString('base64url')
      return new Response(html.replaceAll(NONCE, nonce), { headers: pageHeaders(nonce) })
    })
  }
  for (const [name, asset] of assets(dist))
    app.get(name, () => new Response(asset.bytes, { headers: { ...assetHeaders(), 'content-type': asset.type } }))
  return app
}

function read(dist: string, file: string): string {
  try {
    return fs.readFileSync(path.join(dist, file), 'utf8')
  } catch {
    throw new PagesMissing(`The page ${file} is not there. Run: npm run build`)
  }
}

function assets(dist: string): [string, { bytes: Uint8Array<ArrayBuffer>; type: string }][] {
  const names = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((n) => TYPES[path.extname(n)] !== undefined)
  return names.map((n) => [
    `/${n.split(path.sep).join('/')}`,
    { bytes: new Uint8Array(fs.readFileSync(path.join(dist, n))), type: TYPES[path.extname(n)] ?? '' },
  ])
}
