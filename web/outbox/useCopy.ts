/** Copies a text and knows for a moment that it did, for values that are their own button. */
import { useState } from 'react'

const SAID_MS = 2000

/** `copied`: the text that was copied just now. A browser that forbids it leaves it undefined. */
export function useCopy(): { copied: string | undefined; copy: (text: string) => void } {
  const [copied, setCopied] = useState<string>()
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
    setTimeout(() => setCopied(undefined), SAID_MS)
  }
  return { copied, copy: (text) => void copy(text).catch(() => undefined) }
}
