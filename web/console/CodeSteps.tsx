/** The code that was sent for something being set up: which message to look for, the field for it, and another one when none comes. */
import { useMemo, useState } from 'react'
import type { CodeSent } from '#rules/me.ts'
import { until } from '../api/clock.ts'
import type { Problem } from '../api/problem.ts'
import { CodeField, DIGITS } from '../parts/CodeField.tsx'
import { useCountdown } from '../parts/countdown.ts'
import { Rich } from '../parts/Rich.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { span } from '../texts/moment.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { DialogForm } from './DialogForm.tsx'
import { type Change, useChange } from './data/useChange.ts'
import type { Send } from './session/guarded.ts'

/** Seconds until the next code may be asked for: never more than the server's own span, whatever this device thinks the time is. */
const secondsLeft = ({ sentAt, resendAt }: CodeSent): number =>
  Math.max(0, Math.min(Date.parse(resendAt) - Date.parse(sentAt), until(resendAt))) / 1000

type Props = {
  first: CodeSent
  again: Send<CodeSent>
  change: Change
  action: string
  send(code: string): unknown
  onCancel(): void
}

export function CodeSteps({ first, again, change, action, send, onCancel }: Props) {
  const { t } = useTranslation('console')
  const resend = useChange()
  const [sent, setSent] = useState(first)
  const left = useMemo(() => secondsLeft(sent), [sent])
  const wait = useCountdown(resend.problem?.retryAfter ?? left, resend.problem ?? sent.resendAt)
  const another = async () => {
    if (wait > 0) return
    change.forget()
    const made = await resend.run(again)
    if (made) setSent(made.value)
  }
  const words = ({ code }: Problem) =>
    code === 'login/wrong-answer' || code === 'request/invalid' ? t('contacts.wrong', { reference: sent.reference }) : undefined
  return (
    <>
      <p className="above" role="status">
        <Rich ns="console" text="code.sent" values={{ reference: sent.reference, to: sent.sentTo }} />
      </p>
      {resend.problem && (
        <div className="above">
          <Trouble problem={resend.problem} retry={() => void another()} />
        </div>
      )}
      <DialogForm
        action={action}
        busy={change.busy}
        problem={change.problem}
        check={(code) => (code.length < DIGITS ? t('code.short') : undefined)}
        words={words}
        send={send}
        onCancel={onCancel}
      >
        {(field, full) => (
          <div>
            <CodeField {...field} label={t('code.label')} onFull={full} />
            <button className="text-button" type="button" aria-disabled={wait > 0 || resend.busy} onClick={() => void another()}>
              {t('code.resend')}
              {wait > 0 && (
                <span className="tnum" aria-hidden="true">
                  {t('code.resendIn', { time: span(wait) })}
                </span>
              )}
            </button>
          </div>
        )}
      </DialogForm>
    </>
  )
}
