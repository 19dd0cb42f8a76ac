/** A value in a table with a small button that copies it. */
import { useState } from 'react'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from './words.ts'

export function CopyCell({ text, name }: { text: string; name: string }) {
  const say = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <span className="copy-cell">
      <span className="mono">{text}</span>
      <button type="button" aria-label={name} title={name} data-copied={copied || undefined} onClick={() => void copy().catch(() => undefined)}>
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <span className="vh" role="status">
        {copied ? say('people.copied') : ''}
      </span>
    </span>
  )
}
