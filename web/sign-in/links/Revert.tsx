/** The link by which the old contact stops a new one: what would happen, one button, and what to do next. Nothing happens by looking. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { isFault } from '../../api/problem.ts'
import { type Changed, lookAtChanged, stopChanged } from '../../api/recovery.ts'
import { Note } from '../../parts/Note.tsx'
import { Rich } from '../../parts/Rich.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Contact } from '../Contact.tsx'
import { Fault } from '../Fault.tsx'
import { useCall } from '../flow.ts'
import { ToSignIn } from '../forgot/ToSignIn.tsx'
import { linkUsed } from '../places.ts'
import { Step } from '../Step.tsx'
import { Wait } from '../Wait.tsx'
import { Ways } from '../Ways.tsx'
import { Next } from './Next.tsx'
import { Over } from './Over.tsx'
import { useLook } from './useLook.ts'

export function Revert({ token }: { token: string }) {
  const { t } = useTranslation()
  const { found, problem: unseen } = useLook(() => lookAtChanged(token))
  const { busy, problem, run, fail } = useCall()
  const [end, setEnd] = useState<'over' | 'stopped'>()
  if (unseen && isFault(unseen)) return <Fault problem={unseen} />
  if (unseen || end === 'over') return <Over title={t('invitation.overTitle')} why={t('revert.over')} ask={t('revert.overAsk')} />
  if (!found) return <Wait />
  if (end === 'stopped') return <Stopped changed={found} />
  const stop = async () => {
    if (busy) return
    const done = await run(
      () => stopChanged(token),
      (trouble) => (trouble.status === 410 ? setEnd('over') : fail(trouble)),
    )
    if (done === undefined) return
    linkUsed()
    setEnd('stopped')
  }
  const { username, account, kind, hint } = found
  const aside = <Next title={t('revert.asideTitle')} steps={['revert.step1', 'revert.step2', 'revert.step3']} />
  return (
    <Step account={account} title={t(`revert.${kind}.title`)} lead={<Rich text="revert.lead" values={{ username, hint }} />} aside={aside}>
      <div className="form">
        {problem && <Trouble problem={problem} retry={() => void stop()} />}
        <Button size="md" fullWidth aria-busy={busy} onClick={() => void stop()}>
          {t(`revert.${kind}.action`)}
        </Button>
        <p className="quiet">{t('revert.wasYou')}</p>
      </div>
    </Step>
  )
}

function Stopped({ changed: { username, account, kind, hint } }: { changed: Changed }) {
  const { t } = useTranslation()
  const aside = (
    <div className="aside-text">
      <h2>{t('revert.doneAsideTitle')}</h2>
      <p>{t('revert.doneAside')}</p>
    </div>
  )
  const lead = <Rich text="revert.done" values={{ username, hint }} />
  return (
    <Step account={account} title={t(`revert.${kind}.doneTitle`)} lead={lead} aside={aside}>
      <div className="above">
        <Note title={t('revert.next')}>
          <Contact account={account} can={t(`revert.${kind}.can`)} />
        </Note>
      </div>
      <Ways>
        <ToSignIn />
      </Ways>
    </Step>
  )
}
