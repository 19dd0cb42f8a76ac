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
  for (const [name, asset] of assets(dist)) app.get(name, (c) => answer(asset, c.req.header('accept-encoding') ?? ''))
  return app
}

function read(dist: string, file: string): string {
  try {
    return fs.readFileSync(path.join(dist, file), 'utf8')
  } catch {
    throw new PagesMissing(`The page ${file} is not there. Run: npm run build`)
  }
}

type Bytes = Uint8Array<ArrayBuffer>
/** `smaller`: the same, compressed by the build, the smallest first. */
type Asset = { readonly type: string; readonly bytes: Bytes; readonly smaller: readonly (readonly [encoding: string, bytes: Bytes])[] }

const ENCODINGS = { br: '.br', gzip: '.gz' } as const

function assets(dist: string): [string, Asset][] {
  const names = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const bytesOf = (name: string): Bytes => new Uint8Array(fs.readFileSync(path.join(dist, name)))
  return names.flatMap((name) => {
    const type = TYPES[path.extname(name)]
    if (type === undefined) return []
    const smaller = Object.entries(ENCODINGS).flatMap(([encoding, end]) =>
      names.includes(name + end) ? [[encoding, bytesOf(name + end)] as const] : [],
    )
    return [[`/${name.split(path.sep).join('/')}`, { type, bytes: bytesOf(name), smaller }]]
  })
}

function answer({ type, bytes, smaller }: Asset, accepted: string): Response {
  const headers = { ...assetHeaders(), 'content-type': type, ...(smaller.length > 0 ? { vary: 'accept-encoding' } : {}) }
  const [encoding, body] = smaller.find(([name]) => accepts(accepted, name)) ?? []
  return encoding === undefined
    ? new Response(bytes, { headers })
    : new Response(body, { headers: { ...headers, 'content-encoding': encoding } })
}

/** Whether `Accept-Encoding` names this one and does not rule it out with `q=0`. */
const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((one) => {
    const [name = '', ...rest] = one.split(';').map((part) => part.trim().toLowerCase())
    return name === encoding && !rest.some((part) => /^q=0(?:\.0*)?$/.test(part))
  })
