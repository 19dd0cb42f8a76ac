/** The dark bar with its brass hazard edge: nobody shall take this page for the real thing. */
import { Languages } from '../parts/Languages.tsx'
import { Mark } from '../parts/Mark.tsx'
import { useWords } from './words.ts'

export function Bar() {
  const say = useWords()
  return (
    <header className="demo-bar">
      <Mark size={20} />
      <b>{say('bar.demo')}</b>
      <span className="demo-warning">{say('bar.warning')}</span>
      <nav aria-label={say('bar.demo')}>
        <a href="#people">{say('bar.people')}</a>
        <a href="/sign-in">{say('bar.signIn')}</a>
      </nav>
      <Languages />
    </header>
  )
}
