/** Enter a recovery code: text in any spelling, since it is typed off paper. */
import { TextInput } from '@mantine/core'
import { answer } from '../api/login.ts'
import { FieldForm, ifWrong } from '../sign-in/FieldForm.tsx'
import { useFlow, useTurn } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import type { AnswerProps } from './factor.ts'

export default function Answer({ factor, title, ways }: AnswerProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { busy, problem, go } = useTurn()
  const aside = (
    <div className="aside-text">
      <h2>{t('recovery.asideTitle')}</h2>
      <p>{t('recovery.aside')}</p>
      <p className="quiet">{t('recovery.asideQuiet')}</p>
    </div>
  )
  return (
    <Step at={2} account={login.account} title={title ?? t('recovery.title')} lead={t('recovery.lead')} aside={aside}>
      <FieldForm
        action={t('action.continue')}
        busy={busy}
        problem={problem}
        check={(text) => (text.trim() === '' ? t('recovery.missing') : undefined)}
        words={ifWrong(t('recovery.wrong'))}
        send={(text) => go(() => answer(factor.id, text.trim()))}
      >
        {({ field, value, error, onChange }) => (
          <TextInput
            className="mono-field"
            ref={field}
            label={t('recovery.label')}
            error={error}
            errorProps={{ role: 'alert' }}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
          />
        )}
      </FieldForm>
      <Ways>{ways}</Ways>
    </Step>
  )
}
