/** Sign-in codes by e-mail or by SMS from now on: the number where none is on record, then the first code. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CodeSent } from '#rules/me.ts'
import { addCodes, confirmFactor } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { CodeSteps } from '../CodeSteps.tsx'
import { DialogForm, useFieldWords } from '../DialogForm.tsx'
import { useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'

export function AddCodes({ type, onClose }: { type: 'email' | 'sms'; onClose(): void }) {
  const { t } = useTranslation('console')
  const me = useMe()
  const [say, notice] = [useSay(), useNotice()]
  const [asking, confirming] = [useChange(), useChange()]
  const [sent, setSent] = useState<CodeSent>()
  const [number, setNumber] = useState<string>()
  // A number on record is used as it is; to change it is another act.
  const asksNumber = type === 'sms' && !me.contacts.some(({ kind }) => kind === 'sms')
  const begin = async (typed: string) => {
    const wanted = asksNumber ? typed.trim() : undefined
    const made = await asking.run(addCodes(type, wanted))
    setNumber(wanted)
    setSent(made?.value)
  }
  const confirm = async (code: string) => {
    if (!(await confirming.run(confirmFactor(code)))) return
    say(t(type === 'sms' ? 'code.smsDone' : 'code.mailDone'), notice('urgent'))
    onClose()
  }
  const hint = me.contacts.find(({ kind }) => kind === (type === 'sms' ? 'sms' : 'mail'))?.hint ?? ''
  const words = useFieldWords(t('code.numberMissing'))
  return (
    <Dialog
      title={t(type === 'sms' ? 'code.smsTitle' : 'code.mailTitle')}
      lead={asksNumber && !sent ? undefined : t(`asked.then.${type}`, { to: sent?.sentTo ?? hint })}
      onClose={onClose}
    >
      {sent ? (
        <CodeSteps
          first={sent}
          again={addCodes(type, number)}
          change={confirming}
          action={t('code.confirm')}
          send={(code) => void confirm(code)}
          onCancel={onClose}
        />
      ) : (
        <DialogForm
          action={t('code.send')}
          busy={asking.busy}
          problem={asking.problem}
          check={(text) => (asksNumber && text.trim() === '' ? t('code.numberMissing') : undefined)}
          {...(asksNumber ? { words } : {})}
          send={(text) => void begin(text)}
          onCancel={onClose}
        >
          {({ field, value, error, onChange }) =>
            asksNumber && (
              <TextInput
                ref={field}
                type="tel"
                autoComplete="tel"
                label={t('code.number')}
                description={t('code.numberHelp')}
                error={error}
                errorProps={{ role: 'alert' }}
                value={value}
                onChange={(event) => onChange(event.currentTarget.value)}
              />
            )
          }
        </DialogForm>
      )}
    </Dialog>
  )
}
