/** The link of a forgotten password: for whom it is, and one button that begins. Opening the page uses nothing up. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { isFault, type Problem } from '../../api/problem.ts'
import { beginRecovery, lookAtForgotten } from '../../api/recovery.ts'
import { Rich } from '../../parts/Rich.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Fault } from '../Fault.tsx'
import { useCall } from '../flow.ts'
import { Next } from '../links/Next.tsx'
import { useLook } from '../links/useLook.ts'
import { Step } from '../Step.tsx'
import { Wait } from '../Wait.tsx'
import { AskAgain } from './AskAgain.tsx'
import { NeedsHelp } from './NeedsHelp.tsx'

type Props = { token: string; onLogin(login: PublicLogin): void }

export function Recover({ token, onLogin }: Props) {
  const { t } = useTranslation()
  const { found, problem: unseen } = useLook(() => lookAtForgotten(token))
  const { busy, problem, run, fail } = useCall()
  const [end, setEnd] = useState<Problem>()
  if (unseen && isFault(unseen)) return <Fault problem={unseen} />
  if (unseen || end?.status === 410) return <AskAgain />
  if (end) return <NeedsHelp account={end.account} />
  if (!found) return <Wait />
  const { username, account } = found
  const begin = async () => {
    if (busy) return
    const login = await run(
      () => beginRecovery(token),
      (trouble) => (trouble.status === 410 || trouble.code === 'recovery/needs-help' ? setEnd(trouble) : fail(trouble)),
    )
    if (login) onLogin(login)
  }
  const lead = <Rich text="recover.lead" values={{ username, account: account.name }} />
  const aside = <Next title={t('recover.asideTitle')} steps={['recover.step1', 'recover.step2', 'recover.step3']} />
  return (
    <Step account={account} title={t('recover.title')} lead={lead} aside={aside}>
      <div className="form">
        {problem && <Trouble problem={problem} retry={() => void begin()} />}
        <Button size="md" fullWidth aria-busy={busy} onClick={() => void begin()}>
          {t('recover.action')}
        </Button>
        <p className="quiet">{t('recover.notYou')}</p>
      </div>
    </Step>
  )
}
