/** Ending this session, or all of one's sessions, each with what it does beside it. */
import { Button } from '@mantine/core'
import type { Answer } from '../../api/problem.ts'
import { keepingChoices } from '../../api/remember.ts'
import { signOut, signOutEverywhere } from '../../api/session.ts'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useCall } from '../flow.ts'
import { leave } from '../places.ts'

export function SignOut({ csrf }: { csrf: string }) {
  const { t } = useTranslation()
  const { busy, problem, run, fail } = useCall()
  const out = async (send: () => Promise<Answer<void>>, note: 'signedOut' | 'signedOutEverywhere') => {
    if (busy) return
    const restore = keepingChoices()
    let ended = true
    await run(send, (trouble) => {
      // Without a session there is nothing left to end.
      ended = trouble.status === 401
      if (!ended) fail(trouble)
    })
    if (!ended) return
    restore()
    leave(note)
  }
  const row = (word: string, text: string, onClick: () => void) => (
    <li>
      <span className="row-text">
        <small>{text}</small>
      </span>
      <Button variant="default" aria-busy={busy} onClick={onClick}>
        {word}
      </Button>
    </li>
  )
  return (
    <section className="block">
      <h2>{t('home.end')}</h2>
      {problem && <Trouble problem={problem} />}
      <ul className="rows">
        {row(t('home.signOut'), t('home.signOutText'), () => void out(() => signOut(csrf), 'signedOut'))}
        {row(t('home.everywhere'), t('home.everywhereText'), () => void out(() => signOutEverywhere(csrf), 'signedOutEverywhere'))}
      </ul>
    </section>
  )
}
