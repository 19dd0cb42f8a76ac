/** The table at the end of the bench: numbers as people read them, columns aligned, and whether each goal was met. */

export type Unit = 'per second' | 'ms' | 's' | 'MB' | 'round trips' | 'times'
export type Line = {
  readonly figure: string
  readonly unit: Unit
  readonly value: number
  readonly floor?: number
  /** What is held against the goal: the value itself, or its share of the floor. */
  readonly goal: { readonly of: 'value' | 'ratio'; readonly at: 'least' | 'most'; readonly is: number }
}

const UNITS: Readonly<Record<Unit, string>> = { 'per second': '/s', ms: ' ms', s: ' s', MB: ' MB', 'round trips': '', times: ' ×' }

/** Three figures that matter, and no more decimals than they need. */
function number(n: number): string {
  const decimals = Math.abs(n) >= 100 ? 0 : Math.abs(n) >= 10 ? 1 : 2
  return n.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

export const ratioOf = ({ value, floor }: Line): number | undefined => (floor === undefined ? undefined : value / floor)

export function met(line: Line): boolean {
  const held = line.goal.of === 'value' ? line.value : (ratioOf(line) ?? Number.NaN)
  return line.goal.at === 'least' ? held >= line.goal.is : held <= line.goal.is
}

/** The table as text, one line a figure. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const ratio = ratioOf(line)
    const unit = UNITS[line.unit]
    const goal = `${line.goal.at === 'least' ? '≥' : '≤'} ${line.goal.of === 'ratio' ? `${line.goal.is} of floor` : `${line.goal.is.toLocaleString('en')}${unit}`}`
    return [
      line.figure,
      number(line.value) + unit,
      line.floor === undefined ? '' : number(line.floor) + unit,
      ratio === undefined ? '' : number(ratio),
      goal,
      met(line) ? 'yes' : 'no',
    ]
  })
  const all = [['figure', 'measured', 'floor', 'ratio', 'goal', 'met'], ...rows]
  const widths = all[0]?.map((_, c) => Math.max(...all.map((row) => row[c]?.length ?? 0))) ?? []
  const text = all.map((row) =>
    row.map((cell, c) => (c === 0 || c === 4 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join('  '),
  )
  const [head = '', ...rest] = text
  return [head, '─'.repeat(head.length), ...rest].join('\n')
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? (sorted[Math.floor(half)] ?? Number.NaN) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
