/** Nothing was typed for a while after a code was asked for: the moment to offer other ways. Begins anew with each code. */
import { useEffect, useRef, useState } from 'react'

const PATIENCE_MS = 25_000

/** `since`: when the code was asked for. `typed` ends the waiting for this code. */
export function useQuiet(since: string | undefined): { readonly quiet: boolean; typed(): void } {
  const [quiet, setQuiet] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    setQuiet(false)
    if (since === undefined) return
    timer.current = setTimeout(() => setQuiet(true), PATIENCE_MS)
    return () => clearTimeout(timer.current)
  }, [since])
  return { quiet, typed: () => clearTimeout(timer.current) }
}
