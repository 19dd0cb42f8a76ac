/** The first passcode of a new authenticator app: typed once, and the app counts. */

import type { Problem } from '../../api/problem.ts'
import { explainClock } from '../../factors/totp-clock.tsx'
import { CodeField, DIGITS } from '../../parts/CodeField.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import type { Change } from '../data/useChange.ts'

type Props = { account: string; change: Change; send(code: string): unknown; onCancel?: (() => void) | undefined }

export function Passcode({ account, change: { busy, problem }, send, onCancel }: Props) {
  const { t } = useTranslation()
  const { t: own } = useTranslation('console')
  const words = ({ code }: Problem) => (code === 'login/wrong-answer' || code === 'request/invalid' ? t('totp.enrolWrong') : undefined)
  return (
    <DialogForm
      action={t('totp.action')}
      busy={busy}
      problem={problem}
      check={(code) => (code.length < DIGITS ? own('code.short') : undefined)}
      words={words}
      explain={explainClock}
      send={send}
      onCancel={onCancel}
    >
      {(field, full) => <CodeField {...field} label={t('totp.label')} description={t('totp.enrolHelp', { account })} onFull={full} />}
    </DialogForm>
  )
}
