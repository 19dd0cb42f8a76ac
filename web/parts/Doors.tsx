/** Where somebody is in this sign-in: two doors. A passed one is solid, the present one has a petrol frame and a bold word. */
import { useTranslation } from '../texts/useTranslation.ts'
import { FRAME } from './Mark.tsx'

/** At the first door, at the second, or through both. */
export type At = 1 | 2 | 3

/** Who has forgotten the password comes through the mailbox instead: the link in the mail was the first door. */
export function Doors({ at, first = 'first' }: { at: At; first?: 'first' | 'mailbox' }) {
  const { t } = useTranslation()
  return (
    <ol className="doors" aria-label={t('doors.where')}>
      <Door here={at === 1} passed={at > 1} word={t(`doors.${first}`)} />
      <li className="door-line" aria-hidden="true" />
      <Door here={at === 2} passed={at > 2} word={t('doors.second')} />
    </ol>
  )
}

function Door({ here, passed, word }: { here: boolean; passed: boolean; word: string }) {
  return (
    <li className="door" data-here={here || undefined} data-passed={passed || undefined} aria-current={here ? 'step' : undefined}>
      <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
        <path d={passed ? `${FRAME}Z` : FRAME} fill={passed ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2.5" />
        {passed && <path d="m8 15 3 3 5.4-6" fill="none" stroke="var(--sp-paper)" strokeWidth="2.5" />}
      </svg>
      {word}
    </li>
  )
}
