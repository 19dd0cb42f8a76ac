/** The people of the bench as the generator knows them: who is free in this step of 30 seconds, and what their passcode is. */
import { createHmac } from 'node:crypto'

/** `key`: the authenticator's secret in hexadecimal. */
export type Person = { readonly username: string; readonly totp: string; readonly key: string }

const STEP_MS = 30_000

export const stepAt = (ms: number): number => Math.floor(ms / STEP_MS)

/** RFC 6238 with SHA-1 and six digits, written again here so that the generator does not share the server's. */
export function passcode(key: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', Buffer.from(key, 'hex')).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Hands out each person once a step, since no passcode works twice. Undefined when all of this step are used. */
export function rota(people: readonly Person[]): () => Person | undefined {
  const used = new Array<number>(people.length).fill(-1)
  let at = 0
  return () => {
    const step = stepAt(Date.now())
    const index = at++ % people.length
    // A passcode is computed up to a step later than its person is handed out.
    if ((used[index] ?? 0) >= step - 1) return undefined
    used[index] = step
    return people[index]
  }
}
