/**
 * Whether a password may be chosen: length, the legacy classes where an account asks for them, never a common one, never
 * one made from the account's or the user's own words (NIST 800-63B-4 3.1.1.2; ASVS 6.2.1, 6.2.4, 6.2.9, 6.2.11). Hashing is elsewhere.
 */
import type { PasswordLevel } from '#rules/policy/policy.ts'
import type { RefusalCode } from '#rules/refusals.ts'

export const MAX_CODE_POINTS = 256
const MAX_BYTES = 1024

export type Choosing = {
  readonly minLength: number
  readonly level: PasswordLevel
  readonly isCommon: (password: string) => boolean
  /** Username, account name, product: as a whole password with a little around it they are refused. */
  readonly context: readonly string[]
}

/** What a password is before it is hashed or compared: NFC, nothing trimmed, folded or cut. */
export const normalised = (password: string): string => password.normalize('NFC')

/** The code of the first rule that is broken, or undefined. */
export function refused(password: string, rules: Choosing): RefusalCode | undefined {
  const chosen = normalised(password)
  const points = [...chosen].length
  if (points < rules.minLength) return 'password/too-short'
  if (points > MAX_CODE_POINTS || new TextEncoder().encode(chosen).length > MAX_BYTES) return 'password/too-long'
  if (!classes[rules.level].every((c) => c.test(chosen))) return 'password/composition'
  if (spellings(chosen).some(rules.isCommon)) return 'password/common'
  if (spellings(chosen).some((s) => rules.context.some((word) => madeFrom(s, word)))) return 'password/contains-context'
  return undefined
}

const upper = /\p{Lu}/u
const digit = /\p{Nd}/u
const special = /[^\p{L}\p{N}]/u
const classes: Readonly<Record<PasswordLevel, readonly RegExp[]>> = {
  modern: [],
  basic: [],
  medium: [upper, digit],
  advanced: [upper, digit, special],
}

const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }

/** The same password as a guesser would list it: case folded, leet undone, digits and signs around it taken off. */
export function spellings(password: string): readonly string[] {
  const low = password.toLowerCase()
  const bare = (s: string) => s.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const plain = (s: string) => s.replace(/[013457@$!]/g, (c) => LEET[c] ?? c)
  return [...new Set([low, plain(low), bare(low), bare(plain(low)), plain(bare(low))])].filter((s) => s.length >= 4)
}

/** Whole-password comparison only: a long phrase that merely contains the word is fine. */
const madeFrom = (spelling: string, word: string): boolean => {
  const letters = (s: string) => s.toLowerCase().replace(/[^\p{L}]/gu, '')
  return letters(word).length >= 4 && letters(spelling) === letters(word)
}
