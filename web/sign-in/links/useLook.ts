/** What stands behind a link, looked at before anything is asked of the person. */
import { useEffect, useRef, useState } from 'react'
import type { Answer, Problem } from '../../api/problem.ts'

export type Looked<T> = { readonly found?: T; readonly problem?: Problem }

/** Looks once; `look` again only by reloading the page. */
export function useLook<T>(look: () => Promise<Answer<T>>): Looked<T> {
  const [looked, setLooked] = useState<Looked<T>>({})
  const begun = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is looked at once.
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void look().then((answer) => setLooked(answer.ok ? { found: answer.value } : { problem: answer.problem }))
  }, [])
  return looked
}
