/** From an action's schema to bodies that are wrong in exactly one place, and to the one that is right. What must become of them is bad-input.test.ts. */
import { z } from 'zod'
import type { Action } from '#actions/action.ts'

export type Schema = {
  readonly type?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
}
/** A body as it goes over the wire, and where it is wrong. */
export type Bad = { readonly what: string; readonly text: string }

export const schemaOf = (a: Action): Schema => z.toJSONSchema(a.input, { io: 'input', unrepresentable: 'any' }) as Schema

// Text that any free field takes: name, username, address, password and code.
const SAMPLE = 'sample@mail.example'
const PATTERNS: readonly (readonly [pattern: string, sample: string])[] = [
  ['{43}', 'A'.repeat(43)],
  ['[a-z]{3}_', `fac_${'0'.repeat(25)}`],
  ['{0,38}', 'sample'],
]

/** Something of the right shape. Throws for a pattern that it does not know: then a line belongs in PATTERNS. */
export function sample(s: Schema): unknown {
  if (s.anyOf?.[0]) return sample(s.anyOf[0])
  if (s.const !== undefined) return s.const
  if (s.enum) return s.enum[0]
  if (s.properties)
    return Object.fromEntries(Object.entries(s.properties).flatMap(([k, v]) => (s.required?.includes(k) ? [[k, sample(v)]] : [])))
  if (s.pattern === undefined) return SAMPLE
  const known = PATTERNS.find(([part]) => s.pattern?.includes(part))
  if (!known) throw new Error(`no sample for the pattern ${s.pattern}`)
  return known[1]
}

/** Values that no field of this house takes, whatever it is called. A raw string is put into the JSON as it is. */
const NEVER: readonly (readonly [what: string, json: string])[] = [
  ['a number', '7'],
  ['a large number', '1e400'],
  ['an array', '["sample@mail.example"]'],
  ['an object', '{"a":"b"}'],
  ['null', 'null'],
  ['false', 'false'],
  ['nothing in it', '""'],
  ['NUL', '"sample\\u0000@mail.example"'],
  ['a lone high surrogate', '"sample\\ud800@mail.example"'],
  ['a lone low surrogate', '"\\udc00sample@mail.example"'],
]
const TOO_LONG = JSON.stringify('x'.repeat(1025))
const CONTROL = ['"sam\\u0001ple@mail.example"', '"sample@mail.example\\r\\nBcc: x@mail.example"', '"sam\\u007fple@mail.example"', '"\\t"']
/** Secrets may hold any character that can be typed; they are compared, never stored as they are or shown. */
const SECRETS = ['password', 'code']

/** Every body that is wrong in one field, at any depth. */
export function badBodies(schema: Schema): Bad[] {
  const options = schema.anyOf ?? [schema]
  return options.flatMap((option) => inFields(option, '', (json) => json))
}

function inFields(s: Schema, at: string, wrap: (json: string) => string): Bad[] {
  const base = sample(s) as Readonly<Record<string, unknown>>
  return Object.entries(s.properties ?? {}).flatMap(([name, field]) => {
    const path = at + name
    const put = (json: string) => wrap(withField(base, name, json))
    const values = [
      ...NEVER,
      ['too much', TOO_LONG] as const,
      ...(SECRETS.includes(name) ? [] : CONTROL.map((json) => ['a control character', json] as const)),
    ].filter(([, json]) => !(field.const === false && json === 'false'))
    const { [name]: _, ...without } = base
    return [
      ...values.map(([what, json]) => ({ what: `${path}: ${what}`, text: put(json) })),
      ...(s.required?.includes(name) ? [{ what: `${path}: missing`, text: wrap(JSON.stringify(without)) }] : []),
      ...(field.properties ? inFields(field, `${path}.`, put) : []),
    ]
  })
}

const withField = (base: Readonly<Record<string, unknown>>, name: string, json: string): string =>
  `{${[...Object.keys(base).filter((k) => k !== name), name].map((k) => `${JSON.stringify(k)}:${k === name ? json : JSON.stringify(base[k])}`).join(',')}}`

/** What is wrong before any schema is asked: text that is no JSON, or no object, or one that two readers may read differently. */
export function malformed(a: Action): { readonly what: string; readonly bytes: Uint8Array }[] {
  const good = JSON.stringify(sample(schemaOf(a)))
  const inside = good === '{}' ? '"a":"b"' : good.slice(1, -1)
  const [first = ''] = /^"\w+"/.exec(inside) ?? []
  const deep = (n: number) => `{${inside},"deep":${'['.repeat(n)}${']'.repeat(n)}}`
  const text = (what: string, t: string) => ({ what, bytes: new TextEncoder().encode(t) })
  return [
    text('an array at the top', `[${good}]`),
    text('a string at the top', '"sample"'),
    text('null at the top', 'null'),
    text('a number at the top', '1'),
    text('white space', ' '),
    text('half of it', good.slice(0, -1)),
    text('more after it', `${good}{}`),
    text('a comment', `${good}//`),
    text('single quotes', "{'a':'b'}"),
    text('a byte order mark', `\ufeff${good}`),
    text('a key twice', `{${inside},${first}:"x"}`),
    text('a key twice, spelt otherwise', `{${inside},"\\u00${first.charCodeAt(1).toString(16)}${first.slice(2)}:"x"}`),
    text('a key twice, the first far from its colon', `{${first}${' '.repeat(100)}:"x",${inside}}`),
    text('a key twice, deep inside', `{${inside},"deep":{"a":[{"b":1,"b":2}]}}`),
    text('a prototype', `{${inside},"__proto__":{"admin":true}}`),
    text('a prototype, far from its colon', `{${inside},"__proto__"${'\n'.repeat(100)}:{"admin":true}}`),
    text('a prototype, spelt otherwise', `{${inside},"__pr\\u006fto__":{}}`),
    text('17 levels', deep(17)),
    text('30,000 levels', deep(30_000)),
    { what: 'invalid UTF-8', bytes: Buffer.concat([Buffer.from(`{${inside},"a":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]) },
    {
      what: 'a surrogate in UTF-8',
      bytes: Buffer.concat([Buffer.from(`{${inside},"a":"`), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    },
    { what: 'UTF-16', bytes: Buffer.from(good, 'utf16le') },
    { what: 'NUL bytes', bytes: new Uint8Array(8) },
  ]
}
