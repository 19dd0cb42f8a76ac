/** A six-digit code that travels by message: how it is drawn, what is kept of it, and when an answer is that code. For every type whose codes are sent. */
import type { Given, Verdict } from '#factors/factor.ts'

/** Only a keyed digest of the code is kept, bound to this challenge by its nonce. */
export type Memo = { readonly nonce: string; readonly digest: string }

const DIGITS = 6

export function drawCode(given: Given): { readonly code: string; readonly memo: Memo } {
  const code = digits(given)
  const nonce = Buffer.from(given.random(12)).toString('hex')
  return { code, memo: { nonce, digest: given.mac(`${nonce} ${code}`) } }
}

/** Spaces in what was typed do not matter; a right code is used up. */
export function judgeCode(answer: string, given: Given, memo: Memo | undefined): Verdict {
  const code = answer.replace(/\s/g, '')
  if (!memo || !/^[0-9]{6}$/.test(code)) return { ok: false }
  return given.macIs(`${memo.nonce} ${code}`, memo.digest) ? { ok: true, burns: `code ${memo.nonce}` } : { ok: false }
}

/** Six digits, all equally likely: draws that would favour the small ones are thrown away. */
function digits(given: Given): string {
  const limit = 10 ** DIGITS
  for (;;) {
    const draw = Buffer.from(given.random(4)).readUInt32BE()
    if (draw < Math.floor(2 ** 32 / limit) * limit) return String(draw % limit).padStart(DIGITS, '0')
  }
}
