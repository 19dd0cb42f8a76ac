/** A login that ended without a session: why, in words, who can help, and the way back to the first door. */
import { Button } from '@mantine/core'
import type { ParseKeys } from 'i18next'
import { Passage } from '../../parts/Passage.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFlow } from '../flow.ts'
import { Help } from '../Help.tsx'
import { Step } from '../Step.tsx'
import { useRestart } from '../useRestart.ts'

const WHY: Readonly<Record<string, ParseKeys>> = {
  'too-many-tries': 'refused.tooManyTries',
  expired: 'refused.expired',
  'user-closed': 'refused.userClosed',
  'cannot-satisfy': 'refused.cannotSatisfy',
  superseded: 'refused.superseded',
  cancelled: 'refused.cancelled',
}

/** The same while a forgotten password is replaced: the way back is a new link. */
const WHY_RECOVERY: Readonly<Record<string, ParseKeys>> = {
  'too-many-tries': 'recover.tooManyTries',
  'user-closed': 'refused.userClosed',
}

/** Starting again leads nowhere new for these: somebody has to help. */
const NEEDS_HELP = ['user-closed', 'cannot-satisfy', 'too-many-tries']

export default function Refused() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const restart = useRestart()
  const reason = login.reason ?? ''
  const recovers = login.purpose === 'recover'
  const aside = (
    <>
      <Passage lit={0} />
      <div className="aside-text">
        <h2>{t('refused.asideTitle')}</h2>
        <p>{t('refused.aside')}</p>
      </div>
    </>
  )
  const lead = recovers ? t(WHY_RECOVERY[reason] ?? 'recover.stopped') : t(WHY[reason] ?? 'refused.reason')
  return (
    <Step account={login.account} title={recovers ? t('recover.stoppedTitle') : t('refused.title')} lead={lead} aside={aside}>
      <div className="form">
        {NEEDS_HELP.includes(reason) && <Help />}
        <Button size="md" fullWidth onClick={recovers ? () => location.assign('/forgot-password') : restart}>
          {recovers ? t('recover.newLink') : t('action.startAgain')}
        </Button>
      </div>
    </Step>
  )
}
