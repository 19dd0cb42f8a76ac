/** What a row of the table is, and how its figure and its floor take turns, so that what else the machine does falls on both. */
import type { Bench } from '../bench.ts'
import type { Got, Part } from '../load.ts'
import { type Line, median } from '../table.ts'

export type Say = (line: string) => void
export type Row = (bench: Bench, say: Say) => Promise<readonly Line[]>

/** How many people sign in at the same time. */
export const AT_ONCE = 16

const ROUNDS = 3

export type Turn = { readonly name: string; readonly parts: readonly Part[]; readonly ms: number }

/** Each turn once to warm up, then in rounds; the median of what the *last* part of each turn got done per second. */
export async function inTurns(bench: Bench, say: Say, turns: readonly Turn[], warmUpMs = 1500): Promise<number[]> {
  for (const turn of turns) await bench.run(turn.parts, warmUpMs)
  const got: number[][] = turns.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, turn] of turns.entries()) {
      const result = await bench.run(turn.parts, turn.ms)
      got[i]?.push(result.at(-1)?.perSecond ?? 0)
      say(`  ${turn.name}: ${result.map(told).join(', ')}`)
    }
  }
  return got.map(median)
}

const told = ({ perSecond, p50, p99, refused }: Got): string =>
  `${perSecond.toFixed(0)}/s (p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms${refused === 0 ? '' : `, ${refused} refused`})`
