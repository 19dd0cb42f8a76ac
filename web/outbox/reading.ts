/** Reads the text part of a message the way a mail program would show it: paragraphs, the code, facts in lines, links. Makes no markup. */
import type { Sent } from './wire.ts'

export type Piece = { readonly is: 'text' | 'link' | 'reference' | 'code'; readonly text: string }
export type Block =
  | { readonly is: 'code'; readonly code: string }
  | { readonly is: 'facts'; readonly rows: readonly (readonly [word: string, value: readonly Piece[]])[] }
  | { readonly is: 'lines'; readonly lines: readonly (readonly Piece[])[] }

const CODE_LINE = /^\s*(\d{6})\s*$/
const FACT = /^([^:\n]{1,40}):\s+(\S.*)$/

/** The code to copy: a mail has it on a line of its own, an SMS somewhere in its sentence. */
export function codeOf(message: Sent): string | undefined {
  const line = message.text.split('\n').find((text) => CODE_LINE.test(text))
  if (line !== undefined) return line.trim()
  return message.channel === 'sms' ? /(?<!\d)\d{6}(?!\d)/.exec(message.text)?.[0] : undefined
}

/** The text in blocks, as they were parted by empty lines. */
export function blocksOf(message: Sent): readonly Block[] {
  const pieces = piecesOf(message)
  const paragraphs = message.text
    .replaceAll('\r', '')
    .trim()
    .split(/\n[ \t]*\n+/)
  return paragraphs.map((paragraph) => {
    const code = CODE_LINE.exec(paragraph)?.[1]
    if (code !== undefined) return { is: 'code', code }
    const lines = paragraph.split('\n')
    const facts = lines.map((line) => FACT.exec(line))
    if (lines.length > 1 && facts.every((fact) => fact !== null))
      return { is: 'facts', rows: facts.map((fact) => [fact[1] ?? '', pieces(fact[2] ?? '')] as const) }
    return { is: 'lines', lines: lines.map(pieces) }
  })
}

/** Parts a line. A reference is three letters that the subject names too, so that no other abbreviation is taken for one. */
function piecesOf(message: Sent): (line: string) => readonly Piece[] {
  const references = new Set(message.subject?.match(/\b[A-Z]{3}\b/g) ?? [])
  const code = message.channel === 'sms' ? codeOf(message) : undefined
  const kind = (text: string): Piece['is'] =>
    /^https?:/.test(text) ? 'link' : text === code ? 'code' : references.has(text) ? 'reference' : 'text'
  // With one group, split leaves what is between and what was found in turn.
  return (line) =>
    line
      .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]|\b[A-Z]{3}\b|(?<!#)\b\d{6}\b)/)
      .filter((text) => text !== '')
      .map((text) => ({ is: kind(text), text }))
}

/** One line that names a message in a list. */
export const headOf = (message: Sent): string => message.subject ?? message.text.replace(/\s+/g, ' ').trim()
