/** Reads a JSON body: bounded, one object, no key twice, not too deep. What the fields may be is each action's schema. */
import { type Refusal, refuse } from '#rules/refusals.ts'

export const MOST_BYTES = 64 * 1024
const DEEPEST = 16
const JSON_TYPE = /^application\/json(?:\s*;\s*charset=utf-8)?\s*$/i

/** The parsed object, `{}` for an empty body, or a refusal. Stops reading at the limit. */
export async function readJson(request: Request): Promise<Record<string, unknown> | Refusal> {
  // A type that is named must be ours, with a body or without: what a form can send is never taken.
  const type = request.headers.get('content-type')
  if (type !== null && !JSON_TYPE.test(type)) return refuse('request/not-json')
  const declared = request.headers.get('content-length')
  if (Number(declared) > MOST_BYTES) return refuse('request/too-large')
  // What declares its length ends there, by the parser's word; only the rest needs to be counted.
  const bytes = declared === null ? await readBounded(request) : new Uint8Array(await request.arrayBuffer())
  if (!bytes) return refuse('request/too-large')
  if (bytes.length === 0) return {}
  if (type === null) return refuse('request/not-json')
  return parseStrict(bytes) ?? refuse('request/malformed')
}

async function readBounded(request: Request): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Undefined for anything but one JSON object in UTF-8 whose keys are each there once. */
export function parseStrict(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return distinct(text) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** `JSON.parse` keeps the last of two equal keys, and two readers may keep different ones: neither is right. Valid JSON only. */
function distinct(text: string): boolean {
  const open: (Set<string> | undefined)[] = []
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]]/g
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : undefined) > DEEPEST) return false
    } else if (token === '}' || token === ']') open.pop()
    else if (/^\s*:/.test(text.slice(index + token.length))) {
      const key = JSON.parse(token) as string
      const keys = open.at(-1)
      if (key === '__proto__' || keys?.has(key)) return false
      keys?.add(key)
    }
  }
  return true
}
