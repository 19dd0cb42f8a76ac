/** The alphabet of SMS (3GPP TS 23.038): what fits into seven bits, how a text is brought there, and into how many parts it is cut. */

const PLAIN = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Written with an escape before them, so that they count twice. */
const ESCAPED = new Set('\f^{}\\[~]|€')

/** Signs that stand for others nobody misses. */
const SAME: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '`': "'",
}

const fits = (sign: string): boolean => PLAIN.has(sign) || ESCAPED.has(sign)

/** Whether the whole text is in the alphabet; anything else makes of it one of 70 signs a part instead of 160. */
export const isGsm = (text: string): boolean => [...text].every(fits)

/** The same words in the alphabet: straight quotes, letters without the accents it lacks. What cannot be brought there stays as it is, whole. */
export function plainer(text: string): string {
  const signs = Array.from(text.normalize('NFC'), (sign) => {
    if (fits(sign)) return sign
    return SAME[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/gu, ' ')
  })
  const plain = signs.join('')
  return isGsm(plain) ? plain : text
}

/** How many SMS it is sent as, which is what it costs. A part never ends within a sign. */
export function partsOf(text: string): number {
  const gsm = isGsm(text)
  const sizes = Array.from(text, (sign) => (gsm ? (ESCAPED.has(sign) ? 2 : 1) : sign.length))
  const whole = sizes.reduce((sum, size) => sum + size, 0)
  if (whole <= (gsm ? 160 : 70)) return 1
  const room = gsm ? 153 : 67
  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > room) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}
