/** Gives an authenticator app a name, so that several can be told apart. */
import { TextInput } from '@mantine/core'
import type { OwnFactor } from '#rules/me.ts'
import { renameFactor } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm, useFieldWords } from '../DialogForm.tsx'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'

const LONGEST = 60

export function Rename({ factor, onClose }: { factor: OwnFactor; onClose(): void }) {
  const { t } = useTranslation('console')
  const { busy, problem, run } = useChange()
  const say = useSay()
  const send = async (text: string) => {
    const label = text.trim()
    if (!(await run(renameFactor(factor.id, label)))) return
    say(t('ways.renamed', { label }))
    onClose()
  }
  return (
    <Dialog title={t('ways.renameTitle')} onClose={onClose}>
      <DialogForm
        action={t('act.save')}
        busy={busy}
        problem={problem}
        initial={factor.label}
        check={(text) => (text.trim() === '' ? t('ways.renameMissing') : undefined)}
        words={useFieldWords(t('ways.renameMissing'))}
        send={(text) => void send(text)}
        onCancel={onClose}
      >
        {({ field, value, error, onChange }) => (
          <TextInput
            ref={field}
            label={t('ways.renameLabel')}
            description={t('ways.renameHelp')}
            error={error}
            errorProps={{ role: 'alert' }}
            value={value}
            maxLength={LONGEST}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </DialogForm>
    </Dialog>
  )
}
