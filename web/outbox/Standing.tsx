/** Where a person stands: the door first, then the word, then what follows from it. */
import { FRAME, INNER } from '../parts/Mark.tsx'
import { secondFactors } from './ways.ts'
import type { Person } from './wire.ts'
import { useWords, type Word } from './words.ts'

type Glyph = 'protected' | 'half' | 'empty' | 'stop' | 'off'

const HALF = 'M8.6 22v-6.4h6.8V22Z'
const STATES: Readonly<Record<Exclude<Person['state'], 'ready'>, { glyph: Glyph; word: Word; note?: Word }>> = {
  'to-enrol': { glyph: 'empty', word: 'standing.to-enrol', note: 'standing.to-enrolNote' },
  'must-change-password': { glyph: 'half', word: 'standing.must-change-password' },
  locked: { glyph: 'stop', word: 'standing.locked' },
  disabled: { glyph: 'off', word: 'standing.disabled' },
  invited: { glyph: 'empty', word: 'standing.invited' },
}
const PROTECTED = { glyph: 'protected', word: 'standing.protected' } as const
const PASSWORD_ONLY = { glyph: 'off', word: 'standing.passwordOnly' } as const

export function Standing({ person }: { person: Person }) {
  const say = useWords()
  const ready = secondFactors(person).length > 0 ? PROTECTED : PASSWORD_ONLY
  const { glyph, word, note }: { glyph: Glyph; word: Word; note?: Word } = person.state === 'ready' ? ready : STATES[person.state]
  return (
    <span className="standing" data-is={glyph}>
      <svg width="16" height="16" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.75">
        <path d={FRAME} />
        {glyph === 'protected' && <path d={INNER} fill="currentColor" stroke="none" />}
        {glyph === 'half' && <path d={HALF} fill="currentColor" stroke="none" />}
        {glyph === 'stop' && <path d="M12 9v6.2M12 18.2v2.6" strokeWidth="3" />}
        {glyph === 'off' && <path d="M3 3.5 21 21.5" />}
      </svg>
      <span>
        <span className="standing-word">{say(word)}</span>
        {note && <small>{say(note)}</small>}
      </span>
    </span>
  )
}
