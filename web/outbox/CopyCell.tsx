/** A value in a table that is a button: a click copies it. */
import { useState } from 'react'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from './words.ts'

/** `deed`: what a click does, for those who do not see the icon. */
export function CopyCell({ text, deed }: { text: string; deed: string }) {
  const say = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <button type="button" className="copy-cell" title={deed} onClick={() => void copy().catch(() => undefined)}>
      <span className="vh">{deed}: </span>
      <span className="mono">{text}</span>
      <Icon name={copied ? 'check' : 'copy'} />
      <span className="vh" role="status">
        {copied ? say('people.copied') : ''}
      </span>
    </button>
  )
}
