/** Reads the house for test/architecture.test.ts: which files there are, which room each is in, whom it imports, what is wrong with it. The table of doors is in the test. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type File = { readonly file: string; readonly text: string }
/** Room → what it may import beside itself: a room, a file, a package, `npm` (any package), `node:`, `*` (all but cli); `type …` for types only. */
export type Doors = Readonly<Record<string, readonly string[]>>

/** Every source file of our own, with paths from the top of the project. */
export function house(): File[] {
  const all = ['src', 'web', 'test', 'bench'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((f) => `${top}/${f.replaceAll(path.sep, '/')}`),
  )
  const ours = all.filter((f) => /\.(ts|tsx|css|sql|html)$/.test(f) && !/\/(dist|node_modules)\//.test(f))
  return ours.map((file) => ({ file, text: readFileSync(file, 'utf8') }))
}

/** Everything a file does that its room may not do, in words. */
export function complaints({ file, text }: File, doors: Doors): string[] {
  const room = roomOf(file)
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const said = imports(code).flatMap((found) => wrongImport(file, found, doors[room]))
  if (file.startsWith('src/') && room !== 'config.ts' && /process\.env\b|process\[/.test(code)) said.push('reads the environment')
  if (/^(rules|factors)$/.test(room) && /Date\.now|new Date\(\s*\)|Math\.random|\bprocess\.|performance\.|\bfetch\(/.test(code))
    said.push('takes time, chance or the world by itself')
  if (!/^(#!.*\n|<!doctype html>\s*)?(\/\*|\/\/|<!--|--)/i.test(text)) said.push('does not open with a comment')
  if (text.split('\n').length > 401) said.push('is longer than 400 lines')
  return said.map((words) => `${file} ${words}`)
}

type Found = { readonly from: string; readonly type: boolean }

function imports(code: string): Found[] {
  const fixed = /^(?:import|export)\s+(type\s+)?(?:[\w\s{},*$]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm
  const later = /\bimport\(\s*['"]([^'"\n]+)['"]/g
  return [
    ...[...code.matchAll(fixed)].map((m) => ({ from: m[2] ?? '', type: Boolean(m[1]) })),
    ...[...code.matchAll(later)].map((m) => ({ from: m[1] ?? '', type: false })),
  ]
}

function wrongImport(file: string, { from, type }: Found, doors: readonly string[] | undefined): string[] {
  const room = roomOf(file)
  const folder = path.posix.dirname(file)
  const ours = from.startsWith('.') ? path.posix.join(folder, from) : from.startsWith('#') ? `src/${from.slice(1)}` : undefined
  const target = ours?.replace(/^src\//, '') ?? from
  const inside = ours !== undefined && roomOf(ours) === room

  if (from.startsWith('.') && !inside) return [`leaves its room by ${from}`]
  if (target.startsWith('demo/') && room !== 'demo' && room !== 'test' && file !== 'src/cli/demo.ts')
    return [`may not know the demo: ${from}`]
  // Factor types are strangers to one another: only the list knows them all.
  // What stands beside the folders belongs to none of them.
  const stranger = room === 'factors' && inside && file !== 'src/factors/index.ts'
  const beside = path.posix.dirname(target) === 'factors' && target !== 'factors/index.ts'
  if (stranger && !beside && path.posix.dirname(`src/${target}`) !== folder) return [`knows another factor: ${from}`]

  const leads = (door: string): boolean =>
    (door === '*' && !target.startsWith('cli/')) || // nobody calls the command line
    target === door ||
    target.startsWith(`${door}/`) ||
    (door === 'node:' && target.startsWith(door)) ||
    (door === 'npm' && !ours && !target.startsWith('node:')) ||
    (door.startsWith('type ') && type && leads(door.slice(5)))
  return inside || !doors || doors.some(leads) ? [] : [`may not import ${type ? 'type ' : ''}${from}`]
}

/** The first folder below src, or the file itself there; outside src the top folder. Build settings belong to no room. */
function roomOf(file: string): string {
  const [top = '', next = ''] = file.split('/')
  return file.endsWith('.config.ts') ? 'settings' : top === 'src' ? next : top
}
