/** A value in a table that is a button: a click copies it. */
import { Icon } from '../parts/Icon.tsx'
import { useCopy } from './useCopy.ts'
import { useWords } from './words.ts'

/** `deed`: what a click does, for those who do not see the icon. */
export function CopyCell({ text, deed }: { text: string; deed: string }) {
  const say = useWords()
  const { copied, copy } = useCopy()
  return (
    <button type="button" className="copy-cell" title={deed} onClick={() => copy(text)}>
      <span className="vh">{deed}: </span>
      <span className="mono">{text}</span>
      <Icon name={copied ? 'check' : 'copy'} />
      <span className="vh" role="status">
        {copied ? say('people.copied') : ''}
      </span>
    </button>
  )
}
