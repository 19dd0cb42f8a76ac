/**
 * Reads the parameters out of an argon2 PHC string without computing anything.
 * Whether the password fits is the worker's business.
 */
import { parseOptions } from '@node-rs/argon2'

/** What a hash costs: memory in KiB, passes over it, lanes computed side by side. */
export type HashParams = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

export const SALT_BYTES = 16
export const TAG_BYTES = 32
/** What the package calls argon2id and version 0x13; its own names are const enums, which type stripping cannot read. */
export const ARGON2ID = 2
const V0X13 = 1

/** A stored hash may come from an import: one that asks for more than this is not a hash but an attack on our memory. */
const MOST = { memoryKiB: 1_048_576, passes: 64, lanes: 16 }

export type Phc = HashParams & { readonly kind: number; readonly version: number; readonly saltBytes: number; readonly tagBytes: number }

/** The parameters of a PHC string; undefined when it is malformed, not argon2, or beyond what we are ready to compute. */
export function readPhc(phc: string): Phc | undefined {
  try {
    const { algorithm, version, memoryCost, timeCost, parallelism, outputLen, saltLen } = parseOptions(phc)
    if (memoryCost > MOST.memoryKiB || timeCost > MOST.passes || parallelism > MOST.lanes) return undefined
    return {
      kind: algorithm,
      version,
      memoryKiB: memoryCost,
      passes: timeCost,
      lanes: parallelism,
      saltBytes: saltLen,
      tagBytes: outputLen,
    }
  } catch {
    return undefined
  }
}

/** Whether a stored hash differs from what would be made today. A malformed one does. */
export function differs(phc: string, today: HashParams): boolean {
  const is = readPhc(phc)
  if (!is || is.kind !== ARGON2ID || is.version !== V0X13) return true
  if (is.saltBytes < SALT_BYTES || is.tagBytes < TAG_BYTES) return true
  return is.memoryKiB !== today.memoryKiB || is.passes !== today.passes || is.lanes !== today.lanes
}
