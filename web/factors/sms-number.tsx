/** The mobile number that codes shall go to, typed where none is on record. The server reads it and says what is wrong with it. */
import { TextInput } from '@mantine/core'
import { enrol, read } from '../api/login.ts'
import type { Problem } from '../api/problem.ts'
import { FieldForm } from '../sign-in/FieldForm.tsx'
import { accountName, isOver, useCall, useFlow } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { refusalText } from '../texts/refusal.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import type { EnrolProps } from './factor.ts'

export function SmsNumber({ ways, remark, onSent }: EnrolProps & { onSent(number: string): void }) {
  const { t } = useTranslation()
  const { login, take, lost } = useFlow()
  const { busy, problem, run, fail } = useCall()
  const account = accountName(login)
  const trouble = (found: Problem) => (isOver(found) ? lost('tookTooLong') : fail(found))
  const send = async (number: string) => {
    const sent = await run(() => enrol('sms', number), trouble)
    const now = sent && (await run(read, trouble))
    if (!now) return
    take(now)
    onSent(number)
  }
  const aside = (
    <div className="aside-text">
      <h2>{t('sms.numberWhyTitle')}</h2>
      <p>{t('sms.numberWhy', { account })}</p>
      <p className="quiet">{t('sms.numberQuiet')}</p>
    </div>
  )
  return (
    <Step at={2} account={login.account} title={t('sms.numberTitle')} lead={t('sms.numberLead')} aside={aside} remark={remark}>
      <FieldForm
        action={t('sms.numberAction')}
        busy={busy}
        problem={problem}
        check={(text) => (text.trim() === '' ? t('sms.numberMissing') : undefined)}
        words={(found) => (found.code.startsWith('contact/') ? refusalText(t, found.code) : undefined)}
        send={(text) => void send(text.trim())}
      >
        {({ field, value, error, onChange }) => (
          <TextInput
            ref={field}
            type="tel"
            name="tel"
            label={t('sms.number')}
            description={t('sms.numberHelp')}
            error={error}
            errorProps={{ role: 'alert' }}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            autoComplete="tel"
            inputMode="tel"
          />
        )}
      </FieldForm>
      <Ways>{ways}</Ways>
    </Step>
  )
}
