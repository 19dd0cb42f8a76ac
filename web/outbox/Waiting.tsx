/** Before the first answer, and while none comes. */
import { Note } from '../parts/Note.tsx'
import { useWords } from './words.ts'

/** Grey places in the final geometry; the style shows them only when it takes longer than a moment. */
export function Ghosts() {
  const say = useWords()
  return (
    <div className="demo-columns demo-ghosts" aria-busy="true">
      <h1 className="vh">{say('list.title')}</h1>
      <i />
      <i />
      <i />
    </div>
  )
}

export function Away() {
  const say = useWords()
  return (
    <div className="demo-away">
      <h1 className="vh">{say('list.title')}</h1>
      <Note tone="bad" title={say('trouble.away')} said="alert">
        {say('trouble.awayHint')}
      </Note>
    </div>
  )
}
