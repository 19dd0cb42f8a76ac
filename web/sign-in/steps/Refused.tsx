/** A login that ended without a session: why, in words, who can help, and the way back to the first door. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Passage } from '../../parts/Passage.tsx'
import { useFlow } from '../flow.ts'
import { Help } from '../Help.tsx'
import { Step } from '../Step.tsx'
import { useRestart } from '../useRestart.ts'

const WHY = {
  'too-many-tries': 'refused.tooManyTries',
  expired: 'refused.expired',
  'user-closed': 'refused.userClosed',
  'cannot-satisfy': 'refused.cannotSatisfy',
  superseded: 'refused.superseded',
  cancelled: 'refused.cancelled',
} as const

/** Starting again leads nowhere new for these: somebody has to help. */
const NEEDS_HELP = ['user-closed', 'cannot-satisfy', 'too-many-tries']

export default function Refused() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const restart = useRestart()
  const reason = login.reason ?? ''
  const aside = (
    <>
      <Passage lit={0} />
      <div className="aside-text">
        <h2>{t('refused.asideTitle')}</h2>
        <p>{t('refused.aside')}</p>
      </div>
    </>
  )
  const lead = reason in WHY ? t(WHY[reason as keyof typeof WHY]) : t('refused.reason')
  return (
    <Step account={login.account} title={t('refused.title')} lead={lead} aside={aside}>
      <div className="form">
        {NEEDS_HELP.includes(reason) && <Help />}
        <Button size="md" fullWidth onClick={restart}>
          {t('action.startAgain')}
        </Button>
      </div>
    </Step>
  )
}
