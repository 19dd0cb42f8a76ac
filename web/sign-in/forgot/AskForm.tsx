/** The one field that asks for a link: an e-mail address or a username. */
import { TextInput } from '@mantine/core'
import { forgot } from '../../api/recovery.ts'
import { refusalText } from '../../texts/refusal.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { FieldForm } from '../FieldForm.tsx'
import { useCall } from '../flow.ts'

export function AskForm({ onAsked }: { onAsked(): void }) {
  const { t } = useTranslation()
  const { busy, problem, run } = useCall()
  const send = async (address: string) => {
    const done = await run(async () => {
      const answer = await forgot(address)
      return answer.ok ? { ok: true, value: true } : answer
    })
    if (done) onAsked()
  }
  return (
    <FieldForm
      action={t('forgot.action')}
      busy={busy}
      problem={problem}
      check={(text) => (text.trim() === '' ? t('forgot.missing') : undefined)}
      words={({ code }) =>
        code === 'contact/address-invalid' || code === 'request/invalid' ? refusalText(t, 'contact/address-invalid') : undefined
      }
      send={(text) => void send(text.trim())}
    >
      {({ field, value, error, onChange }) => (
        <TextInput
          ref={field}
          label={t('forgot.label')}
          description={t('forgot.help')}
          error={error}
          errorProps={{ role: 'alert' }}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
    </FieldForm>
  )
}
