/** A list of facts: word left, value right. With `prose` the values are sentences and begin beside their words. */
import type { ReactNode } from 'react'

export function Facts({ rows, prose }: { rows: readonly (readonly [word: string, value: ReactNode])[]; prose?: boolean }) {
  return (
    <dl className="facts" data-prose={prose || undefined}>
      {rows.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
